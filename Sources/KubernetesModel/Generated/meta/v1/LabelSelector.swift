// Made by scripts/generate-model.py from openapi/: change that instead.

/// `LabelSelector` of meta/v1.
public struct LabelSelector: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        matchExpressions: [LabelSelectorRequirement]? = nil,
        matchLabels: [String: String]? = nil
    ) {
        json = .emptyObject
        json.write(matchExpressions, at: "matchExpressions")
        json.write(matchLabels, at: "matchLabels")
    }
    public var matchExpressions: [LabelSelectorRequirement]? {
        get { json.read("matchExpressions") }
        set { json.write(newValue, at: "matchExpressions") }
    }
    public var matchLabels: [String: String]? {
        get { json.read("matchLabels") }
        set { json.write(newValue, at: "matchLabels") }
    }
}
