import KubernetesClient
import KubernetesModel
import Logging

/// What the pods of this machine share.
struct NodeTools: Sendable {
    let configuration: LocalNodeConfiguration
    let api: any KubernetesAPI
    let mirror: ClusterMirror
    let podman: Podman
    let network: PodNetwork
    let sizedVolumes: SizedVolumes
    let exec: ContainerExec
    let events: [String: NodeEvents]
    let allocatable: [String: Quantity]
    let logger: Logger
    let clock: @Sendable () -> Timestamp

    /// Mounts a volume with its size, and says in its object that it has it.
    func prepare(_ volume: SizedVolume, of name: String) async throws {
        let size = JSONValue.string(String(try await sizedVolumes.prepare(volume)))
        let key = ObjectKey(name: name)
        let path = ["metadata", "annotations", SizedVolume.sizeAnnotation]
        if mirror.object(PersistentVolume.resourceType, key)?[path: path] == size { return }
        do {
            _ = try await api.patch(PersistentVolume.resourceType, key, ["metadata": ["annotations": [SizedVolume.sizeAnnotation: size]]])
        } catch {
            // It is gone, and its data goes with it.
            guard error.code == .notFound else { throw error }
        }
    }

    func tell(_ event: PodEvent, about pod: Pod) async {
        await events[pod.spec?.nodeName ?? ""]?.tell(event, about: pod)
    }
}
