// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PersistentVolume` of core/v1.
public struct PersistentVolume: KubernetesObject {
    public static let resourceType = ResourceType(
        group: "", version: "v1", kind: "PersistentVolume", plural: "persistentvolumes", isNamespaced: false)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        spec: PersistentVolumeSpec? = nil,
        status: PersistentVolumeStatus? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(spec, at: "spec")
        json.write(status, at: "status")
    }
    public var spec: PersistentVolumeSpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
    public var status: PersistentVolumeStatus? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
}
