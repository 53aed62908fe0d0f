// Made by scripts/generate-model.py from openapi/: change that instead.

/// `Binding` of core/v1.
public struct Binding: KubernetesObject {
    public static let resourceType = ResourceType(group: "", version: "v1", kind: "Binding", plural: "bindings", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        target: ObjectReference? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(target, at: "target")
    }
    public var target: ObjectReference? {
        get { json.read("target") }
        set { json.write(newValue, at: "target") }
    }
}
