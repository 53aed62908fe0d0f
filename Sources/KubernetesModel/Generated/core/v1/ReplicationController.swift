// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ReplicationController` of core/v1.
public struct ReplicationController: KubernetesObject {
    public static let resourceType = ResourceType(
        group: "", version: "v1", kind: "ReplicationController", plural: "replicationcontrollers", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        spec: ReplicationControllerSpec? = nil,
        status: ReplicationControllerStatus? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(spec, at: "spec")
        json.write(status, at: "status")
    }
    public var spec: ReplicationControllerSpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
    public var status: ReplicationControllerStatus? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
}
