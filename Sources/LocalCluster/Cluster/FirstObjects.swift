import KubernetesClient
import KubernetesModel

/// What a new local cluster has beyond what every API server has: a default storage class.
///
/// It is made once and left alone then; deleting or changing it is the person's affair until the next start.
struct FirstObjects {
    let api: any KubernetesAPI

    static let storageClass = StorageClass(
        metadata: ObjectMeta(annotations: ["storageclass.kubernetes.io/is-default-class": "true"], name: "local"), allowVolumeExpansion: true,
        provisioner: "local.egret.dev/directory", reclaimPolicy: "Delete", volumeBindingMode: "Immediate")

    func install() async throws {
        guard try await api.find(StorageClass.self, Self.storageClass.key) == nil else { return }
        do {
            _ = try await api.create(Self.storageClass)
        } catch  where error.code == .alreadyExists {
            // Somebody else was quicker.
        }
    }
}
