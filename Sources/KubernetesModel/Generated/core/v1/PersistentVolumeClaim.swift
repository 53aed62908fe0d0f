// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PersistentVolumeClaim` of core/v1.
public struct PersistentVolumeClaim: KubernetesObject {
    public static let resourceType = ResourceType(
        group: "", version: "v1", kind: "PersistentVolumeClaim", plural: "persistentvolumeclaims", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        spec: PersistentVolumeClaimSpec? = nil,
        status: PersistentVolumeClaimStatus? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(spec, at: "spec")
        json.write(status, at: "status")
    }
    public var spec: PersistentVolumeClaimSpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
    public var status: PersistentVolumeClaimStatus? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
}
