// Made by scripts/generate-model.py from openapi/: change that instead.

/// `SelfSubjectRulesReviewSpec` of authorization/v1.
public struct SelfSubjectRulesReviewSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        namespace: String? = nil
    ) {
        json = .emptyObject
        json.write(namespace, at: "namespace")
    }
    public var namespace: String? {
        get { json.read("namespace") }
        set { json.write(newValue, at: "namespace") }
    }
}
