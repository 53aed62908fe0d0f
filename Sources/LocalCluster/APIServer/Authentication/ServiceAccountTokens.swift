import Crypto
import Foundation
import KubernetesModel

/// Makes and checks the tokens of service accounts: JSON Web Tokens signed with ES256.
///
/// - Source: Kubernetes documentation, "Managing Service Accounts", and RFC 7519.
struct ServiceAccountTokens: Sendable {
    static let issuer = "https://kubernetes.default.svc.cluster.local"
    /// The issuer of tokens in Secrets of type `kubernetes.io/service-account-token`, which do not expire.
    static let legacyIssuer = "kubernetes/serviceaccount"

    let key: P256.Signing.PrivateKey
    let store: ObjectStore

    /// What a token is bound to besides its account: it is valid as long as that exists.
    struct Bound: Sendable, Hashable {
        var kind: String
        var name: String
        var uid: String
        /// The node of a bound pod.
        var node: String?
    }

    /// A token of an account.
    ///
    /// - Parameters:
    ///   - now: seconds since 1970.
    ///   - lifetime: seconds.
    func token(account: StoredObject, audiences: [String], bound: Bound?, now: Int64, lifetime: Int64) throws -> String {
        var private_: JSONValue = [
            "namespace": .string(account.key.namespace),
            "serviceaccount": ["name": .string(account.name), "uid": .string(account.uid)],
        ]
        if let bound {
            private_[bound.kind.lowercased()] = ["name": .string(bound.name), "uid": .string(bound.uid)]
            if let node = bound.node { private_["node"] = ["name": .string(node)] }
        }
        let claims: JSONValue = [
            "aud": .array(audiences.map(JSONValue.string)), "exp": .integer(now + lifetime), "iat": .integer(now), "nbf": .integer(now),
            "iss": .string(Self.issuer), "jti": .string(UUID().uuidString.lowercased()),
            "sub": .string("system:serviceaccount:\(account.key.namespace):\(account.name)"), "kubernetes.io": private_,
        ]
        return try sign(claims)
    }

    /// A token for a Secret of type `kubernetes.io/service-account-token`; it is valid as long as the Secret exists.
    func legacyToken(account: StoredObject, secret: String) throws -> String {
        let prefix = "kubernetes.io/serviceaccount"
        return try sign([
            "iss": .string(Self.legacyIssuer), "sub": .string("system:serviceaccount:\(account.key.namespace):\(account.name)"),
            "\(prefix)/namespace": .string(account.key.namespace), "\(prefix)/secret.name": .string(secret),
            "\(prefix)/service-account.name": .string(account.name), "\(prefix)/service-account.uid": .string(account.uid),
        ])
    }

    private func sign(_ claims: JSONValue) throws -> String {
        let header: JSONValue = ["alg": "ES256", "kid": .string(keyID)]
        let signed = Self.base64URL(header.utf8) + "." + Self.base64URL(claims.utf8)
        let signature = try key.signature(for: Data(signed.utf8)).rawRepresentation
        return signed + "." + Self.base64URL(signature)
    }

    private var keyID: String { Self.base64URL(SHA256.hash(data: key.publicKey.derRepresentation)) }

    /// What a valid token says.
    struct Verified: Sendable {
        var user: Requester
        var audiences: [String]
    }

    /// Why a token is refused.
    struct Refusal: Error, Sendable, CustomStringConvertible {
        let description: String
    }

    /// Checks signature, times, audience, and that the account and what the token is bound to still exist.
    ///
    /// - Parameters:
    ///   - audiences: one of them must be among the token's; empty for the server's own.
    ///   - now: seconds since 1970.
    func verify(_ token: String, audiences wanted: [String] = [], now: Int64) throws(Refusal) -> Verified {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let payload = Self.bytes(base64URL: parts[1]), let raw = Self.bytes(base64URL: parts[2]) else {
            throw Refusal(description: "invalid bearer token")
        }
        guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: raw),
            key.publicKey.isValidSignature(signature, for: Data("\(parts[0]).\(parts[1])".utf8)),
            let claims = try? JSONValue(parsing: payload)
        else { throw Refusal(description: "invalid bearer token, signature does not match") }
        guard let account = claims["sub"]?.string.flatMap(Requester.serviceAccount) else {
            throw Refusal(description: "invalid bearer token, no service account")
        }
        return claims["iss"]?.string == Self.legacyIssuer
            ? try verifyLegacy(claims, token: token, account: account, audiences: wanted)
            : try verify(claims, account: account, audiences: wanted, now: now)
    }

    private func verify(
        _ claims: JSONValue, account: (namespace: String, name: String), audiences wanted: [String], now: Int64
    ) throws(Refusal) -> Verified {
        guard claims["iss"]?.string == Self.issuer else { throw Refusal(description: "invalid bearer token, unknown issuer") }
        guard let expires = claims["exp"]?.integer, expires > now else { throw Refusal(description: "service account token has expired") }
        guard (claims["nbf"]?.integer ?? 0) <= now + 10 else { throw Refusal(description: "service account token is not valid yet") }
        let audiences = claims["aud"]?.array?.compactMap(\.string) ?? []
        let matching = audiences.filter((wanted.isEmpty ? [Self.issuer] : wanted).contains)
        guard !matching.isEmpty else { throw Refusal(description: "token audiences \(audiences) is invalid for the target audiences") }
        let details = claims["kubernetes.io"] ?? .emptyObject
        let uid = details[path: "serviceaccount", "uid"]?.string ?? ""
        var user = try user(account, uid: uid)
        if let id = claims["jti"]?.string { user.extra["authentication.kubernetes.io/credential-id"] = ["JTI=\(id)"] }
        for (kind, resource) in [("pod", "pods"), ("secret", "secrets")] {
            guard let name = details[path: kind, "name"]?.string else { continue }
            let object = store.get(StorageKey(GroupResource("", resource), namespace: account.namespace, name: name))
            guard let object, object.uid == details[path: kind, "uid"]?.string else {
                throw Refusal(description: "the \(kind) \"\(account.namespace)/\(name)\" that the token is bound to is gone")
            }
            if kind == "pod" {
                user.extra["authentication.kubernetes.io/pod-name"] = [name]
                user.extra["authentication.kubernetes.io/pod-uid"] = [object.uid]
            }
        }
        if let node = details[path: "node", "name"]?.string { user.extra["authentication.kubernetes.io/node-name"] = [node] }
        return Verified(user: user, audiences: matching)
    }

    private func verifyLegacy(
        _ claims: JSONValue, token: String, account: (namespace: String, name: String), audiences wanted: [String]
    ) throws(Refusal) -> Verified {
        guard wanted.isEmpty || wanted.contains(Self.issuer) else { throw Refusal(description: "token is for another audience") }
        let prefix = "kubernetes.io/serviceaccount"
        let name = claims["\(prefix)/secret.name"]?.string ?? ""
        let secret = store.get(StorageKey(GroupResource("", "secrets"), namespace: account.namespace, name: name))
        guard let kept = secret?.value[path: "data", "token"]?.string, Data(base64Encoded: kept) == Data(token.utf8) else {
            throw Refusal(description: "the secret \"\(account.namespace)/\(name)\" does not hold this token")
        }
        return Verified(user: try user(account, uid: claims["\(prefix)/service-account.uid"]?.string ?? ""), audiences: [Self.issuer])
    }

    private func user(_ account: (namespace: String, name: String), uid: String) throws(Refusal) -> Requester {
        let object = store.get(StorageKey(GroupResource("", "serviceaccounts"), namespace: account.namespace, name: account.name))
        guard let object, object.uid == uid else {
            throw Refusal(description: "the service account \"\(account.namespace)/\(account.name)\" of the token is gone")
        }
        return Requester(
            name: "system:serviceaccount:\(account.namespace):\(account.name)", uid: uid,
            groups: Requester.groups(ofServiceAccountIn: account.namespace) + ["system:authenticated"])
    }

    static func base64URL(_ bytes: some Sequence<UInt8>) -> String {
        String(
            decoding: Data(bytes).base64EncodedString().utf8.compactMap { byte -> UInt8? in
                switch byte {
                case UInt8(ascii: "+"): UInt8(ascii: "-")
                case UInt8(ascii: "/"): UInt8(ascii: "_")
                case UInt8(ascii: "="): nil
                default: byte
                }
            }, as: UTF8.self)
    }

    static func bytes(base64URL text: some StringProtocol) -> Data? {
        var text = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        while text.utf8.count % 4 != 0 { text += "=" }
        return Data(base64Encoded: text)
    }
}
