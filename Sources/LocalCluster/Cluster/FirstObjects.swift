import KubernetesClient
import KubernetesModel

/// What a new local cluster has beyond what every API server has: storage classes, of which one is the default.
///
/// They are made once and left alone then; deleting or changing them is the person's affair until the next start.
struct FirstObjects {
    let api: any KubernetesAPI

    static let storageClasses = [
        // Directories without a limit.
        StorageClass(
            metadata: ObjectMeta(annotations: ["storageclass.kubernetes.io/is-default-class": "true"], name: "local"), allowVolumeExpansion: true,
            provisioner: "local.egret.dev/directory", reclaimPolicy: "Delete", volumeBindingMode: "Immediate"),
        // File systems of the size of their claim.
        StorageClass(
            metadata: ObjectMeta(name: "egret-sized"), allowVolumeExpansion: true, provisioner: "local.egret.dev/image", reclaimPolicy: "Delete",
            volumeBindingMode: "Immediate"),
    ]

    func install() async throws {
        for storageClass in Self.storageClasses { try await install(storageClass) }
    }

    private func install(_ storageClass: StorageClass) async throws {
        guard try await api.find(StorageClass.self, storageClass.key) == nil else { return }
        do {
            _ = try await api.create(storageClass)
        } catch  where error.code == .alreadyExists {
            // Somebody else was quicker.
        }
    }
}
