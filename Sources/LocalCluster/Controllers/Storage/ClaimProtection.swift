import ControllerRuntime
import KubernetesModel

/// Lets a claim that is being deleted go once no Pod uses it.
///
/// A Pod uses a claim from when it has a node until its containers have ended.
///
/// - Source: Kubernetes documentation, "Persistent Volumes", section storage object in use protection.
struct ClaimProtection: Reconciler {
    static let name = "persistentvolumeclaim-protection"
    static let watches = Watches(PersistentVolumeClaim.self) {
        Mapped(Pod.self) { pod in pod.claimNames.map { ObjectKey(namespace: pod.metadata.namespace, name: $0) } }
    }
    let cache: Cache
    let writer: ObjectWriter

    static let finalizer = "kubernetes.io/pvc-protection"

    func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard var claim = cache.get(PersistentVolumeClaim.self, key), claim.isTerminating, let finalizers = claim.metadata.finalizers,
            finalizers.contains(Self.finalizer)
        else { return .never }
        let isUsed = cache.list(Pod.self, in: key.namespace).contains { pod in
            pod.spec?.nodeName != nil && !pod.isFinished && pod.claimNames.contains(key.name)
        }
        guard !isUsed else { return .never }
        let others = finalizers.filter { $0 != Self.finalizer }
        claim.metadata.finalizers = others.isEmpty ? nil : others
        try await writer.replace(claim)
        return .never
    }
}
