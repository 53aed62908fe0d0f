// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NamespaceStatus` of core/v1.
public struct NamespaceStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        conditions: [NamespaceCondition]? = nil,
        phase: String? = nil
    ) {
        json = .emptyObject
        json.write(conditions, at: "conditions")
        json.write(phase, at: "phase")
    }
    public var conditions: [NamespaceCondition]? {
        get { json.read("conditions") }
        set { json.write(newValue, at: "conditions") }
    }
    public var phase: String? {
        get { json.read("phase") }
        set { json.write(newValue, at: "phase") }
    }
}
