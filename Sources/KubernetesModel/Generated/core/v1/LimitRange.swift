// Made by scripts/generate-model.py from openapi/: change that instead.

/// `LimitRange` of core/v1.
public struct LimitRange: KubernetesObject {
    public static let resourceType = ResourceType(group: "", version: "v1", kind: "LimitRange", plural: "limitranges", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        spec: LimitRangeSpec? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(spec, at: "spec")
    }
    public var spec: LimitRangeSpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
}
