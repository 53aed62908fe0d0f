import KubernetesModel

/// Defaults of claims, volumes and storage classes.
enum StorageDefaults {
    static func claim(_ object: inout JSONValue) {
        object.setDefault("spec", .emptyObject)
        object.update("spec") { spec in
            spec.setDefault("volumeMode", "Filesystem")
            if let source = spec["dataSource"], !spec.has("dataSourceRef") { spec["dataSourceRef"] = source }
            if let reference = spec["dataSourceRef"], !spec.has("dataSource"), !reference.has("namespace"),
                reference.text("kind") == "PersistentVolumeClaim" || reference.text("apiGroup") == "snapshot.storage.k8s.io"
            {
                spec["dataSource"] = reference
            }
        }
        object.setDefault("status", .emptyObject)
        object.update("status") { $0.setDefaultText("phase", "Pending") }
    }

    static func volume(_ object: inout JSONValue) {
        object.setDefault("spec", .emptyObject)
        object.update("spec") { spec in
            spec.setDefaultText("persistentVolumeReclaimPolicy", "Retain")
            spec.setDefault("volumeMode", "Filesystem")
            spec.update("hostPath") { $0.setDefault("type", "") }
        }
        object.setDefault("status", .emptyObject)
        object.update("status") { $0.setDefaultText("phase", "Pending") }
    }

    static func storageClass(_ object: inout JSONValue) {
        object.setDefault("reclaimPolicy", "Delete")
        object.setDefault("volumeBindingMode", "Immediate")
    }

    static func csiDriver(_ object: inout JSONValue) {
        object.setDefault("spec", .emptyObject)
        object.update("spec") { spec in
            spec.setDefault("attachRequired", true)
            for name in ["podInfoOnMount", "requiresRepublish", "seLinuxMount", "storageCapacity"] { spec.setDefault(name, false) }
            spec.setDefaultText("fsGroupPolicy", "ReadWriteOnceWithFSType")
            if spec.list("volumeLifecycleModes").isEmpty { spec["volumeLifecycleModes"] = ["Persistent"] }
        }
    }
}
