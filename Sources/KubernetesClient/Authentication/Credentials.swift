import KubernetesModel

/// What shows a server who we are: a bearer token, a client certificate, both or neither.
public struct Credentials: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// Value of the header `Authorization` after `Bearer`.
    public var token: String?
    public var identity: ClientIdentity?

    public init(token: String? = nil, identity: ClientIdentity? = nil) {
        self.token = token
        self.identity = identity
    }

    /// Says which kinds of credentials there are, never what they are.
    public var description: String {
        let kinds = [token.map { _ in "a token" }, identity.map { _ in "a client certificate" }].compactMap(\.self)
        return kinds.isEmpty ? "no credentials" : kinds.joined(separator: " and ")
    }

    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A certificate with its key, by which a client shows who it is.
public struct ClientIdentity: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// The certificate, followed by those of intermediate authorities, in PEM.
    public var certificateChain: [UInt8]
    /// The private key in PEM.
    public var privateKey: [UInt8]

    public init(certificateChain: [UInt8], privateKey: [UInt8]) {
        self.certificateChain = certificateChain
        self.privateKey = privateKey
    }

    public var description: String { "a client certificate" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Where credentials come from.
///
/// It is asked before each request, so it keeps what it knows and answers quickly.
public protocol CredentialSource: Sendable {
    /// - Throws: ``KubernetesError`` with code `configuration` if there are none; its message holds no secret.
    func credentials() async throws(KubernetesError) -> Credentials

    /// Says that the server did not accept these credentials (HTTP 401), so that the next call looks for newer ones.
    func refused(_ credentials: Credentials) async
}

/// No credentials at all.
public struct Anonymous: CredentialSource {
    public init() {}
    public func credentials() -> Credentials { Credentials() }
    public func refused(_ credentials: Credentials) {}
}

/// Credentials that are given or lie in files. Files are read again at most every minute, and when the server refused what they held.
public struct MaterialCredentials: CredentialSource {
    private let token: MaterialReader?
    private let certificate: MaterialReader?
    private let key: MaterialReader?

    /// - Parameters:
    ///   - token: a bearer token; white space around it does not count.
    ///   - certificate: of the client, in PEM, with its intermediates; goes with `key`.
    ///   - key: private key in PEM.
    ///   - rereadAfter: how old a file's content may become.
    public init(token: Material? = nil, certificate: Material? = nil, key: Material? = nil, rereadAfter: Duration = .seconds(60)) {
        self.token = token.map { MaterialReader($0, freshness: rereadAfter) }
        self.certificate = certificate.map { MaterialReader($0, freshness: rereadAfter) }
        self.key = key.map { MaterialReader($0, freshness: rereadAfter) }
    }

    public func credentials() throws(KubernetesError) -> Credentials {
        var credentials = Credentials()
        if let token { credentials.token = String(decoding: try token.read(for: "credentials"), as: UTF8.self).trimmed }
        if let certificate, let key {
            credentials.identity = ClientIdentity(
                certificateChain: try certificate.read(for: "credentials"), privateKey: try key.read(for: "credentials"))
        }
        return credentials
    }

    public func refused(_ credentials: Credentials) {
        token?.expire()
        certificate?.expire()
        key?.expire()
    }
}
