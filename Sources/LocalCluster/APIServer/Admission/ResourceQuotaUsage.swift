import KubernetesModel
import Synchronization

/// Writes into the status of each ResourceQuota what of it is used.
///
/// ``QuotaAdmission`` counts for itself and does not read this: it is for people.
struct ResourceQuotaUsage: Sendable {
    private static let quotas = GroupResource("", "resourcequotas")
    private static let counted = ["pods", "services", "persistentvolumeclaims", "secrets", "configmaps"].map { GroupResource("", $0) }

    let services: APIServices

    /// Works until it is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            for resource in Self.counted + [Self.quotas] { group.addTask { await watch(resource) } }
        }
    }

    private func watch(_ resource: GroupResource) async {
        let queue = WatchQueue()
        guard let start = try? services.store.watch(resource, from: .now, queue: queue) else { return }
        defer { services.store.stopWatching(resource, queue: queue) }
        for namespace in Set(start.initial.map(\.key.namespace)) { await update(namespace) }
        while true {
            switch await queue.next() {
            case .end: return
            case .bookmark: continue
            case .changes(let changes): for namespace in Set(changes.map(\.key.namespace)) { await update(namespace) }
            }
        }
    }

    private func update(_ namespace: String) async {
        for quota in services.store.list(Self.quotas, namespace: namespace).objects where !quota.isBeingDeleted {
            let hard = quota.value[path: ["spec", "hard"]]?.object ?? [:]
            var used: [String: JSONValue] = [:]
            for name in hard.keys {
                let milli = Self.counted.reduce(0) { sum, resource in
                    sum + QuotaAdmission.used(name, resource: resource, namespace: namespace, store: services.store)
                }
                used[name] = .string(Self.text(milli, of: name))
            }
            let status: JSONValue = ["hard": .object(hard), "used": .object(used)]
            if quota.value["status"] == status { continue }
            _ = try? await services.store.modify(quota.key) { $0["status"] = status }
        }
    }

    /// An amount as people write it: bytes in the largest binary unit that fits, anything else plain.
    private static func text(_ milli: Int64, of name: String) -> String {
        guard milli % 1_000 == 0 else { return "\(milli)m" }
        let value = milli / 1_000
        if name.hasSuffix("memory") || name.hasSuffix("storage"), value > 0 {
            for (unit, size) in [("Gi", Int64(1) << 30), ("Mi", 1 << 20), ("Ki", 1 << 10)] where value % size == 0 { return "\(value / size)\(unit)" }
        }
        return String(value)
    }
}
