import Crypto
import Foundation
import KubernetesModel
import Testing

@testable import LocalAPIServer

@Suite("A token of a service account") struct TokenTests {
    private static let accounts = GroupResource("", "serviceaccounts")
    private static let pods = GroupResource("", "pods")

    private func account(_ store: ObjectStore) async throws -> StoredObject {
        try await store.create(
            StorageKey(Self.accounts, namespace: "n", name: "robot"), ["metadata": ["name": "robot", "namespace": "n", "uid": "u1"]])
    }

    @Test("is valid until it expires, for its audience, and as long as the account exists")
    func lifetime() async throws {
        let temporary = try TemporaryStore()
        defer { temporary.remove() }
        let tokens = ServiceAccountTokens(key: P256.Signing.PrivateKey(), store: temporary.store)
        let account = try await account(temporary.store)
        let token = try tokens.token(account: account, audiences: [ServiceAccountTokens.issuer], bound: nil, now: 1_000, lifetime: 600)
        let user = try tokens.verify(token, now: 1_599).user
        #expect(user.name == "system:serviceaccount:n:robot")
        #expect(user.groups == ["system:serviceaccounts", "system:serviceaccounts:n", "system:authenticated"])
        #expect(throws: ServiceAccountTokens.Refusal.self) { try tokens.verify(token, now: 1_600) }
        #expect(throws: ServiceAccountTokens.Refusal.self) { try tokens.verify(token, audiences: ["other"], now: 1_000) }
        #expect(throws: ServiceAccountTokens.Refusal.self) { try tokens.verify(token + "x", now: 1_000) }
        let others = ServiceAccountTokens(key: P256.Signing.PrivateKey(), store: temporary.store)
        #expect(throws: ServiceAccountTokens.Refusal.self) { try others.verify(token, now: 1_000) }
        _ = try await temporary.store.remove(account)
        #expect(throws: ServiceAccountTokens.Refusal.self) { try tokens.verify(token, now: 1_000) }
    }

    @Test("that is bound to a pod ends with the pod")
    func bound() async throws {
        let temporary = try TemporaryStore()
        defer { temporary.remove() }
        let tokens = ServiceAccountTokens(key: P256.Signing.PrivateKey(), store: temporary.store)
        let account = try await account(temporary.store)
        let pod = try await temporary.store.create(
            StorageKey(Self.pods, namespace: "n", name: "p"), ["metadata": ["name": "p", "namespace": "n", "uid": "p1"]])
        let token = try tokens.token(
            account: account, audiences: [ServiceAccountTokens.issuer], bound: .init(kind: "Pod", name: "p", uid: "p1"), now: 1_000, lifetime: 600)
        #expect(try tokens.verify(token, now: 1_000).user.extra["authentication.kubernetes.io/pod-name"] == ["p"])
        _ = try await temporary.store.remove(pod)
        _ = try await temporary.store.create(
            StorageKey(Self.pods, namespace: "n", name: "p"), ["metadata": ["name": "p", "namespace": "n", "uid": "p2"]])
        #expect(throws: ServiceAccountTokens.Refusal.self) { try tokens.verify(token, now: 1_000) }
    }
}

@Suite("Keys and certificates") struct PublicKeyInfrastructureTests {
    private func directory() -> URL { FileManager.default.temporaryDirectory.appendingPathComponent("egret-pki-\(UUID().uuidString)") }

    @Test("are kept, renewed when they near their end, and extended when a name is added")
    func renewal() throws {
        let directory = directory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let now = Date()
        let first = try PublicKeyInfrastructure(directory: directory, names: ["localhost", "127.0.0.1"], now: now)
        let second = try PublicKeyInfrastructure(directory: directory, names: ["localhost"], now: now + 100)
        #expect(second.server.certificate == first.server.certificate)
        #expect(second.tokenKey.rawRepresentation == first.tokenKey.rawRepresentation)
        let named = try PublicKeyInfrastructure(directory: directory, names: ["localhost", "127.0.0.1", "10.0.0.1"], now: now)
        #expect(named.server.certificate != first.server.certificate)
        #expect(named.administrator.certificate == first.administrator.certificate)
        let later = try PublicKeyInfrastructure(directory: directory, names: ["localhost"], now: now + 300 * 86_400)
        #expect(later.server.certificate != named.server.certificate)
        #expect(later.administrator.certificate != named.administrator.certificate)
        #expect(later.authority.identity.certificate == first.authority.identity.certificate)
    }

    @Test("can be read by their owner only")
    func permissions() throws {
        let directory = directory()
        defer { try? FileManager.default.removeItem(at: directory) }
        _ = try PublicKeyInfrastructure(directory: directory, names: [])
        for name in ["ca.key", "server.key", "admin.key", "service-accounts.key"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: directory.appendingPathComponent(name).path)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
    }
}
