// Made by scripts/generate-model.py from openapi/: change that instead.

/// `SuccessPolicy` of batch/v1.
public struct SuccessPolicy: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        rules: [SuccessPolicyRule]? = nil
    ) {
        json = .emptyObject
        json.write(rules, at: "rules")
    }
    public var rules: [SuccessPolicyRule]? {
        get { json.read("rules") }
        set { json.write(newValue, at: "rules") }
    }
}
