import KubernetesClient
import KubernetesModel
import Logging

/// Everything of the cluster that its nodes need to know.
struct ClusterMirror: ObjectSource {
    let mirrors: [ResourceType: ObjectMirror]

    static let types: [ResourceType] = [
        Pod.resourceType, ConfigMap.resourceType, Secret.resourceType, Service.resourceType, EndpointSlice.resourceType,
        PersistentVolumeClaim.resourceType, PersistentVolume.resourceType, Node.resourceType, Namespace.resourceType, NetworkPolicy.resourceType,
    ]

    init() {
        mirrors = Dictionary(uniqueKeysWithValues: Self.types.map { ($0, ObjectMirror($0)) })
    }

    func object(_ type: ResourceType, _ key: ObjectKey) -> JSONValue? { mirrors[type]?[key] }
    func objects(_ type: ResourceType) -> [JSONValue] { mirrors[type]?.all ?? [] }
    var isComplete: Bool { mirrors.values.allSatisfy(\.isComplete) }
}
