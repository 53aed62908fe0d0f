// Made by scripts/generate-model.py from openapi/: change that instead.

/// `Node` of core/v1.
public struct Node: KubernetesObject {
    public static let resourceType = ResourceType(group: "", version: "v1", kind: "Node", plural: "nodes", isNamespaced: false)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        spec: NodeSpec? = nil,
        status: NodeStatus? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(spec, at: "spec")
        json.write(status, at: "status")
    }
    public var spec: NodeSpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
    public var status: NodeStatus? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
}
