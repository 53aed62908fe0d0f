import ControllerRuntime
import KubernetesModel

/// Keeps the taint `node.kubernetes.io/not-ready` on nodes that are not ready, and off those that are: the server puts it on every new node.
///
/// - Source: Kubernetes documentation, "Taints and Tolerations", taints by condition.
struct NodeController: Reconciler {
    static let name = "nodelifecycle"
    static let watches = Watches(Node.self)
    let cache: Cache
    let writer: ObjectWriter

    static let notReady = "node.kubernetes.io/not-ready"

    func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let node = cache.get(Node.self, key), !node.isTerminating else { return .never }
        let isReady = node.status?.conditions?.contains { $0.type == "Ready" && $0.status == "True" } ?? false
        let taints = node.spec?.taints ?? []
        var wanted = taints.filter { $0.key != Self.notReady }
        if !isReady { wanted.append(taints.first { $0.key == Self.notReady } ?? Taint(effect: "NoSchedule", key: Self.notReady)) }
        guard wanted != taints else { return .never }
        var changed = node
        changed.spec?.taints = wanted.isEmpty ? nil : wanted
        try await writer.replace(changed)
        return .never
    }
}
