// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PodReadinessGate` of core/v1.
public struct PodReadinessGate: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        conditionType: String? = nil
    ) {
        json = .emptyObject
        json.write(conditionType, at: "conditionType")
    }
    public var conditionType: String? {
        get { json.read("conditionType") }
        set { json.write(newValue, at: "conditionType") }
    }
}
