package import KubernetesModel

/// A type of Kubernetes' own API as the type of a field: its schema is that of the OpenAPI documents.
package protocol KubernetesFieldValue: FieldValue, JSONObject {}

extension KubernetesFieldValue {
    package static var shape: Shape { .kubernetes(String(describing: Self.self)) }
    package static var absent: Self { Self(json: .emptyObject) }
}

extension Affinity: KubernetesFieldValue {}
extension Condition: KubernetesFieldValue {}
extension ConfigMapProjection: KubernetesFieldValue {}
extension Container: KubernetesFieldValue {}
extension EnvFromSource: KubernetesFieldValue {}
extension EnvVar: KubernetesFieldValue {}
extension PersistentVolumeClaimSpec: KubernetesFieldValue {}
extension PodSecurityContext: KubernetesFieldValue {}
extension Probe: KubernetesFieldValue {}
extension ResourceRequirements: KubernetesFieldValue {}
extension SecretProjection: KubernetesFieldValue {}
extension SecurityContext: KubernetesFieldValue {}
extension Toleration: KubernetesFieldValue {}
extension TopologySpreadConstraint: KubernetesFieldValue {}
extension Volume: KubernetesFieldValue {}
extension VolumeMount: KubernetesFieldValue {}
extension VolumeProjection: KubernetesFieldValue {}

/// A `Volume` that gets its name elsewhere. One that is written here all the same does no harm.
package struct VolumeSource: KubernetesFieldValue {
    package var json: JSONValue
    package init(json: JSONValue) { self.json = json }

    /// The volume under a name.
    package func named(_ name: String) -> Volume {
        var volume = Volume(json: json)
        volume.name = name
        return volume
    }
}
