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
        let released = try await release(set, uid: uid)
        let owned = cache.list(Pod.self, ownedBy: uid).filter { $0.isControlled(by: set) && !released.contains($0.metadata.uid ?? "") }
        var active = owned.filter(\.isActive)
        let wanted = set.spec?.replicas ?? 1
        for _ in active.count..<max(active.count, wanted) {
            let template = set.spec?.template ?? PodTemplateSpec()
            if let pod = try await writer.create(template.pod(generateName: "\(key.name)-", owner: set), of: set) { active.append(pod) }
        }
        // Those go first that do least harm: not scheduled, not ready, youngest.
        for pod in active.sorted(by: { $0.deletionRank < $1.deletionRank }).prefix(max(0, active.count - wanted)) {
            try await writer.delete(pod, of: set)
            active.removeAll { $0.metadata.uid == pod.metadata.uid }
        }
        let labels = set.spec?.template?.metadata?.labels ?? [:]
        let ready = active.filter(\.isReady).count
        let times = active.compactMap { $0.timeUntilAvailable(minReadySeconds: set.spec?.minReadySeconds ?? 0, now: writer.now) }
        let available = times.count { $0 == .zero }
        var status = ReplicaSetStatus(
            fullyLabeledReplicas: active.filter { pod in labels.allSatisfy { pod.metadata.labels?[$0.key] == $0.value } }.count,
            observedGeneration: set.metadata.generation, replicas: active.count,
            terminatingReplicas: owned.count { $0.isTerminating && !$0.isFinished })
        if ready > 0 { status.readyReplicas = ready }
        if available > 0 { status.availableReplicas = available }
        if status.fullyLabeledReplicas == 0 { status.fullyLabeledReplicas = nil }
        try await writer.updateStatus(set, status.json)
        let next = times.filter { $0 > .zero }.min()
        return next.map { .after($0, because: "a Pod is not ready for long enough to be available") } ?? .never
    }

    /// Lets go of Pods that no longer match the selector.
    ///
    /// - Returns: their uids.
    private func release(_ set: ReplicaSet, uid: String) async throws -> Set<String> {
        guard let selector = set.spec?.selector else { return [] }
        var released: Set<String> = []
        for pod in cache.list(Pod.self, ownedBy: uid)
        where pod.isControlled(by: set) && !pod.isTerminating && !selector.matches(pod.metadata.labels ?? [:]) {
            let others = (pod.metadata.ownerReferences ?? []).filter { $0.uid != uid }
            try await writer.patch(
                pod, ["metadata": ["ownerReferences": others.isEmpty ? .null : others.json, "uid": .string(pod.metadata.uid ?? "")]])
            released.insert(pod.metadata.uid ?? "")
        }
        return released
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
