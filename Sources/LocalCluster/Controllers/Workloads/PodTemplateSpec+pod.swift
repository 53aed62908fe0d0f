import ControllerRuntime
import KubernetesModel

extension PodTemplateSpec {
    /// A Pod of this template that a workload controls.
    func pod(name: String? = nil, generateName: String? = nil, owner: some KubernetesObject, labels: [String: String] = [:]) -> Pod {
        var own = metadata ?? ObjectMeta()
        own.name = name
        own.generateName = generateName
        own.namespace = owner.metadata.namespace
        own.labels = (own.labels ?? [:]).merging(labels) { $1 }
        own.ownerReferences = [OwnerReference(controlling: owner)]
        return Pod(metadata: own, spec: spec)
    }
}
