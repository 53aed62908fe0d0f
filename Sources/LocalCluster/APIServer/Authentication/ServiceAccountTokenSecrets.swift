import Foundation
import KubernetesModel
import Logging

/// Fills in Secrets of type `kubernetes.io/service-account-token`, and deletes them with their account.
///
/// A controller does this elsewhere; here the server does, because the key that signs tokens is its own.
struct ServiceAccountTokenSecrets: Sendable {
    private static let secrets = GroupResource("", "secrets")
    private static let accounts = GroupResource("", "serviceaccounts")
    private static let type = "kubernetes.io/service-account-token"
    private static let nameMark = "kubernetes.io/service-account.name"
    private static let uidMark = "kubernetes.io/service-account.uid"

    let services: APIServices

    /// Works until it is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await watch(Self.secrets) { change in
                    if let secret = change.current, Self.isToken(secret) { await reconcile(secret.key) }
                }
            }
            group.addTask {
                await watch(Self.accounts) { change in
                    // A new account gives its Secrets a token, one that goes takes them along.
                    guard change.previous == nil || change.current == nil else { return }
                    for secret in services.store.list(Self.secrets, namespace: change.key.namespace).objects
                    where Self.isToken(secret) && secret.value[path: ["metadata", "annotations", Self.nameMark]]?.string == change.key.name {
                        await reconcile(secret.key)
                    }
                }
            }
        }
    }

    private static func isToken(_ secret: StoredObject) -> Bool { secret.value["type"]?.string == type }

    private func watch(_ resource: GroupResource, _ body: (Change) async -> Void) async {
        let queue = WatchQueue()
        guard let start = try? services.store.watch(resource, from: .now, queue: queue) else { return }
        defer { services.store.stopWatching(resource, queue: queue) }
        for object in start.initial {
            await body(Change(revision: object.revision, key: object.key, previous: nil, current: object, removed: nil))
        }
        while true {
            switch await queue.next() {
            case .end: return
            case .bookmark: continue
            case .changes(let changes): for change in changes { await body(change) }
            }
        }
    }

    private func reconcile(_ key: StorageKey) async {
        guard let secret = services.store.get(key), !secret.isBeingDeleted else { return }
        let annotations = secret.value[path: ["metadata", "annotations"]]
        let name = annotations?[Self.nameMark]?.string ?? ""
        let account = services.store.get(StorageKey(Self.accounts, namespace: key.namespace, name: name))
        let uid = annotations?[Self.uidMark]?.string
        guard let account, uid == nil || uid == account.uid else {
            // Without an account a Secret waits for it for as long as it has not had one.
            if uid != nil { _ = try? await services.store.remove(secret) }
            return
        }
        if secret.value[path: ["data", "token"]] != nil, uid != nil { return }
        do {
            let token = try services.tokens.legacyToken(account: account, secret: key.name)
            try await services.store.modify(key) { secret in
                secret[path: ["metadata", "annotations", Self.uidMark]] = .string(account.uid)
                for (name, text) in [("token", token), ("ca.crt", services.authorityPEM), ("namespace", key.namespace)] {
                    secret[path: ["data", name]] = .string(Data(text.utf8).base64EncodedString())
                }
            }
        } catch {
            services.logger.warning("Token not written", metadata: ["secret": "\(key.namespace)/\(key.name)", "error": "\(error)"])
        }
    }
}
