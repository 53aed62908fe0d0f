// Made by scripts/generate-model.py from openapi/: change that instead.

/// `Pod` of core/v1.
public struct Pod: KubernetesObject {
    public static let resourceType = ResourceType(group: "", version: "v1", kind: "Pod", plural: "pods", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        spec: PodSpec? = nil,
        status: PodStatus? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(spec, at: "spec")
        json.write(status, at: "status")
    }
    public var spec: PodSpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
    public var status: PodStatus? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
}
