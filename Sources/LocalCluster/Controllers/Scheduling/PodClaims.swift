import KubernetesModel

/// The claims of a Pod that is to get a node.
struct PodClaims {
    let pod: Pod
    let claim: (ObjectKey) -> PersistentVolumeClaim?
    let storageClass: (String) -> StorageClass?

    var all: [PersistentVolumeClaim] { keys.compactMap(claim) }
    private var keys: [ObjectKey] { pod.claimNames.map { ObjectKey(namespace: pod.metadata.namespace, name: $0) } }

    /// What keeps the Pod from getting a node; nil for nothing.
    var problem: String? {
        for key in keys {
            guard let claim = claim(key) else { return "persistentvolumeclaim \"\(key.name)\" not found" }
            if claim.isTerminating { return "persistentvolumeclaim \"\(key.name)\" is being deleted" }
            if claim.phase == "Lost" {
                return "persistentvolumeclaim \"\(key.name)\" bound to non-existent persistentvolume \"\(claim.spec?.volumeName ?? "")\""
            }
            if !claim.hasBeenBound, !isAboutToBeBound(claim) { return "pod has unbound immediate PersistentVolumeClaims" }
        }
        return nil
    }

    /// A directory is made within moments, and a class may wait for this very Pod: neither holds it up.
    private func isAboutToBeBound(_ claim: PersistentVolumeClaim) -> Bool {
        guard let storage = storageClass(claim.className) else { return false }
        if storage.volumeBindingMode == "WaitForFirstConsumer" { return true }
        let isPlain = (claim.spec?.volumeName ?? "").isEmpty && claim.spec?.selector == nil && claim.spec?.dataSource == nil
        return NodeProvisioners.names.contains(storage.provisioner ?? "") && isPlain
    }
}
