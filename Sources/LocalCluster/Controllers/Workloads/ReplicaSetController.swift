import ControllerRuntime
import KubernetesModel

/// Keeps as many Pods of a ReplicaSet as it asks for.
///
/// - Source: Kubernetes documentation, "ReplicaSet", and recorded answers of Kubernetes 1.36.
struct ReplicaSetController: Reconciler {
    static let watches = Watches(ReplicaSet.self) { Owned(Pod.self) }
    let cache: Cache
    let writer: ObjectWriter
    var concurrency: Int { 4 }

    func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let set = cache.get(ReplicaSet.self, key), !set.isTerminating, let uid = set.metadata.uid else { return .never }
        try await adopt(set)
        var active = cache.list(Pod.self, ownedBy: uid).filter { $0.isControlled(by: set) && $0.isActive }
        let wanted = set.spec?.replicas ?? 1
        for _ in active.count..<max(active.count, wanted) {
            let template = set.spec?.template ?? PodTemplateSpec()
            if let pod = try await writer.create(template.pod(generateName: "\(key.name)-", owner: set)) { active.append(pod) }
        }
        // Those go first that do least harm: not scheduled, not ready, youngest.
        for pod in active.sorted(by: { $0.deletionRank < $1.deletionRank }).prefix(max(0, active.count - wanted)) {
            try await writer.delete(pod)
            active.removeAll { $0.metadata.uid == pod.metadata.uid }
        }
        let labels = set.spec?.template?.metadata?.labels ?? [:]
        let ready = active.filter(\.isReady).count
        var status = ReplicaSetStatus(
            fullyLabeledReplicas: active.filter { pod in labels.allSatisfy { pod.metadata.labels?[$0.key] == $0.value } }.count,
            observedGeneration: set.metadata.generation, replicas: active.count)
        if ready > 0 {
            status.readyReplicas = ready
            status.availableReplicas = ready
        }
        if status.fullyLabeledReplicas == 0 { status.fullyLabeledReplicas = nil }
        try await writer.updateStatus(set, status.json)
        return .never
    }

    /// Takes Pods that match the selector and have no controller.
    private func adopt(_ set: ReplicaSet) async throws {
        guard let selector = set.spec?.selector else { return }
        for pod in cache.list(Pod.self, in: set.metadata.namespace)
        where pod.controllerUID == nil && pod.isActive && selector.matches(pod.metadata.labels ?? [:]) {
            let references = (pod.metadata.ownerReferences ?? []) + [OwnerReference(controlling: set)]
            try await writer.patch(pod, ["metadata": ["ownerReferences": references.json, "uid": .string(pod.metadata.uid ?? "")]])
        }
    }
}

extension Pod {
    fileprivate var deletionRank: (Int, Int, Int64) {
        (spec?.nodeName == nil ? 0 : 1, isReady ? 1 : 0, -(metadata.creationTimestamp?.microseconds ?? 0))
    }
}
