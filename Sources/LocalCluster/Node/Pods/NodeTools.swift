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
    let exec: ContainerExec
    let events: [String: NodeEvents]
    let allocatable: [String: Quantity]
    let logger: Logger
    let clock: @Sendable () -> Timestamp

    func tell(_ event: PodEvent, about pod: Pod) async {
        await events[pod.spec?.nodeName ?? ""]?.tell(event, about: pod)
    }
}
