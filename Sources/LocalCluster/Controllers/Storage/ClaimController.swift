import ControllerRuntime
import KubernetesModel

/// Provisions and binds volumes for claims, and ends those whose claim has gone.
///
/// A claim without `volumeName` gets a new volume of its class, or an available one that its selector matches; one that names a volume is bound to
/// it. Volumes are directories of the one machine: any size, any node.
///
/// - Source: Kubernetes documentation, "Persistent Volumes".
struct ClaimController: Reconciler {
    static let name = "persistentvolumeclaims"
    static let watches = Watches(PersistentVolumeClaim.self) {
        Mapped(PersistentVolume.self) { volume in
            volume.spec?.claimRef.flatMap { claim in claim.name.map { [ObjectKey(namespace: claim.namespace, name: $0)] } } ?? []
        }
        Mapped(Pod.self) { pod in
            (pod.spec?.volumes ?? []).compactMap { $0.persistentVolumeClaim?.claimName }.map {
                ObjectKey(namespace: pod.metadata.namespace, name: $0)
            }
        }
        Mapped(StorageClass.self) { _ in [] }
    }
    let cache: Cache
    let writer: ObjectWriter
    var concurrency: Int { 4 }

    /// Class whose volumes are directories that the node makes.
    static let provisioner = "local.egret.dev/directory"
    static let protection = "kubernetes.io/pvc-protection"

    func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let claim = cache.get(PersistentVolumeClaim.self, key) else {
            try await releaseVolumes(of: key)
            return .never
        }
        if claim.isTerminating { return try await unprotect(claim) }
        guard let volume = try await volume(for: claim) else { return .never }
        try await bind(claim, volume)
        return .never
    }

    /// The volume that the claim has, or gets.
    private func volume(for claim: PersistentVolumeClaim) async throws -> PersistentVolume? {
        if let name = claim.spec?.volumeName, !name.isEmpty {
            guard let volume = cache.get(PersistentVolume.self, ObjectKey(name: name)) else { return nil }
            if let reference = volume.spec?.claimRef, reference.uid != nil, reference.uid != claim.metadata.uid { return nil }
            return volume
        }
        let reserved = cache.list(PersistentVolume.self).first { volume in
            volume.spec?.claimRef?.name == claim.metadata.name && volume.spec?.claimRef?.namespace == claim.metadata.namespace
                && (volume.spec?.claimRef?.uid == nil || volume.spec?.claimRef?.uid == claim.metadata.uid)
        }
        if let reserved { return reserved }
        if let free = available(for: claim) { return free }
        guard claim.spec?.selector == nil, let name = claim.spec?.storageClassName,
            let storage = cache.get(StorageClass.self, ObjectKey(name: name)), storage.provisioner == Self.provisioner
        else { return nil }
        if storage.volumeBindingMode == "WaitForFirstConsumer", !hasConsumer(claim) { return nil }
        return try await provision(claim, storage)
    }

    private func available(for claim: PersistentVolumeClaim) -> PersistentVolume? {
        cache.list(PersistentVolume.self).first { volume in
            volume.spec?.claimRef == nil && volume.status?.phase == "Available"
                && (volume.spec?.storageClassName ?? "") == (claim.spec?.storageClassName ?? "")
                && claim.spec?.selector.map { $0.matches(volume.metadata.labels ?? [:]) } ?? true
                && (volume.spec?.capacity?["storage"]?.milli ?? 0) >= (claim.spec?.resources?.requests?["storage"]?.milli ?? 0)
        }
    }

    private func hasConsumer(_ claim: PersistentVolumeClaim) -> Bool {
        cache.list(Pod.self, in: claim.metadata.namespace).contains { pod in
            pod.spec?.nodeName != nil && (pod.spec?.volumes ?? []).contains { $0.persistentVolumeClaim?.claimName == claim.metadata.name }
        }
    }

    private func provision(_ claim: PersistentVolumeClaim, _ storage: StorageClass) async throws -> PersistentVolume? {
        let name = "pvc-\(claim.metadata.uid ?? "")"
        let volume = PersistentVolume(
            metadata: ObjectMeta(
                annotations: ["pv.kubernetes.io/provisioned-by": Self.provisioner], finalizers: ["kubernetes.io/pv-protection"], name: name),
            spec: PersistentVolumeSpec(
                accessModes: claim.spec?.accessModes, capacity: claim.spec?.resources?.requests, claimRef: reference(to: claim),
                csi: CSIPersistentVolumeSource(driver: Self.provisioner, volumeHandle: name),
                persistentVolumeReclaimPolicy: storage.reclaimPolicy ?? "Delete", storageClassName: storage.metadata.name,
                volumeMode: claim.spec?.volumeMode ?? "Filesystem"))
        return try await writer.create(volume) ?? cache.get(PersistentVolume.self, ObjectKey(name: name))
    }

    private func bind(_ claim: PersistentVolumeClaim, _ volume: PersistentVolume) async throws {
        var volume = volume
        let requested = claim.spec?.resources?.requests?["storage"]
        var spec: JSONValue = [:]
        if volume.spec?.claimRef?.uid != claim.metadata.uid { spec["claimRef"] = reference(to: claim).json }
        // Directories grow by being said to be larger.
        if let requested, requested.milli > (volume.spec?.capacity?["storage"]?.milli ?? 0) { spec["capacity"] = ["storage": requested.json] }
        if spec != .emptyObject {
            try await writer.patch(volume, ["spec": spec])
            volume = cache.get(PersistentVolume.self, volume.key) ?? volume
        }
        if volume.status?.phase != "Bound" { try await writer.patch(volume, ["status": ["phase": "Bound"]], subresource: "status") }
        if claim.spec?.volumeName != volume.metadata.name {
            try await writer.patch(
                claim,
                [
                    "metadata": ["annotations": ["pv.kubernetes.io/bind-completed": "yes", "pv.kubernetes.io/bound-by-controller": "yes"]],
                    "spec": ["volumeName": .string(volume.metadata.name ?? "")],
                ])
        }
        let wanted: JSONValue = [
            "phase": "Bound", "accessModes": (volume.spec?.accessModes ?? []).json, "capacity": (volume.spec?.capacity ?? [:]).json,
        ]
        let present = cache.get(PersistentVolumeClaim.self, claim.key) ?? claim
        guard present.json["status"] != wanted else { return }
        try await writer.patch(present, ["status": wanted], subresource: "status")
    }

    private func reference(to claim: PersistentVolumeClaim) -> ObjectReference {
        ObjectReference(
            apiVersion: "v1", kind: "PersistentVolumeClaim", name: claim.metadata.name, namespace: claim.metadata.namespace,
            resourceVersion: claim.metadata.resourceVersion, uid: claim.metadata.uid)
    }

    /// A claim goes when no Pod uses it any more.
    private func unprotect(_ claim: PersistentVolumeClaim) async throws -> Requeue {
        let isUsed = cache.list(Pod.self, in: claim.metadata.namespace).contains { pod in
            !pod.isFinished && (pod.spec?.volumes ?? []).contains { $0.persistentVolumeClaim?.claimName == claim.metadata.name }
        }
        guard !isUsed, let finalizers = claim.metadata.finalizers, finalizers.contains(Self.protection) else { return .never }
        try await writer.patch(claim, ["metadata": ["finalizers": finalizers.filter { $0 != Self.protection }.json]])
        return .never
    }

    /// Volumes of a claim that has gone: kept if their policy is Retain, else deleted. The node removes the directory of a volume that is gone.
    private func releaseVolumes(of key: ObjectKey) async throws {
        for volume in cache.list(PersistentVolume.self)
        where volume.spec?.claimRef?.namespace == key.namespace && volume.spec?.claimRef?.name == key.name && volume.spec?.claimRef?.uid != nil {
            if volume.status?.phase == "Bound" { try await writer.patch(volume, ["status": ["phase": "Released"]], subresource: "status") }
            guard volume.spec?.persistentVolumeReclaimPolicy == "Delete", !volume.isTerminating else { continue }
            let finalizers = (volume.metadata.finalizers ?? []).filter { $0 != "kubernetes.io/pv-protection" }
            try await writer.patch(volume, ["metadata": ["finalizers": finalizers.json]])
            try await writer.delete(volume)
        }
    }
}
