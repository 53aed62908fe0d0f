// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ComponentStatus` of core/v1.
public struct ComponentStatus: KubernetesObject {
    public static let resourceType = ResourceType(group: "", version: "v1", kind: "ComponentStatus", plural: "componentstatuses", isNamespaced: false)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        conditions: [ComponentCondition]? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(conditions, at: "conditions")
    }
    public var conditions: [ComponentCondition]? {
        get { json.read("conditions") }
        set { json.write(newValue, at: "conditions") }
    }
}
