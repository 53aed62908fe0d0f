// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PodFailurePolicy` of batch/v1.
public struct PodFailurePolicy: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        rules: [PodFailurePolicyRule]? = nil
    ) {
        json = .emptyObject
        json.write(rules, at: "rules")
    }
    public var rules: [PodFailurePolicyRule]? {
        get { json.read("rules") }
        set { json.write(newValue, at: "rules") }
    }
}
