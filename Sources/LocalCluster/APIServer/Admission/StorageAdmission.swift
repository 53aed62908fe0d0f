import KubernetesModel

/// Storage classes of claims, and the finalizers that keep volumes in use.
struct StorageAdmission {
    static let classes = GroupResource("storage.k8s.io", "storageclasses")
    private static let defaultMark = "storageclass.kubernetes.io/is-default-class"

    let admission: Admission

    /// Sets the default class, the newest of them if there are several, in a claim that names none.
    func setDefaultClass(_ claim: inout JSONValue) {
        let old = claim[path: ["metadata", "annotations", "volume.beta.kubernetes.io/storage-class"]]
        guard claim[path: ["spec", "storageClassName"]] == nil, old == nil else { return }
        let candidates = admission.store.list(Self.classes).objects.filter {
            $0.value[path: ["metadata", "annotations", Self.defaultMark]]?.string == "true"
        }
        let newest = candidates.max {
            ($0.value[path: ["metadata", "creationTimestamp"]]?.string ?? "") < ($1.value[path: ["metadata", "creationTimestamp"]]?.string ?? "")
        }
        if let newest { claim[path: ["spec", "storageClassName"]] = .string(newest.name) }
    }

    /// A claim grows only if its class allows it.
    func checkExpansion(_ claim: JSONValue, old: JSONValue) throws(StatusError) {
        func size(_ claim: JSONValue) -> Int64 {
            Quantity(json: claim[path: ["spec", "resources", "requests", "storage"]] ?? .null)?.milli ?? 0
        }
        guard size(claim) > size(old), old[path: ["status", "phase"]]?.string == "Bound" else { return }
        let name = claim[path: ["spec", "storageClassName"]]?.string ?? ""
        let allowed = admission.store.get(StorageKey(Self.classes, name: name))?.value["allowVolumeExpansion"]?.bool ?? false
        if !allowed {
            throw admission.forbidden(
                admission.name(claim),
                "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize")
        }
    }

    static func protect(_ object: inout JSONValue, finalizer: String) {
        var finalizers = object[path: ["metadata", "finalizers"]]?.array ?? []
        if finalizers.contains(.string(finalizer)) { return }
        finalizers.append(.string(finalizer))
        object[path: ["metadata", "finalizers"]] = .array(finalizers)
    }
}
