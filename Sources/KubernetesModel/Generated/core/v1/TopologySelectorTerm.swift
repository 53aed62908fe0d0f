// Made by scripts/generate-model.py from openapi/: change that instead.

/// `TopologySelectorTerm` of core/v1.
public struct TopologySelectorTerm: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        matchLabelExpressions: [TopologySelectorLabelRequirement]? = nil
    ) {
        json = .emptyObject
        json.write(matchLabelExpressions, at: "matchLabelExpressions")
    }
    public var matchLabelExpressions: [TopologySelectorLabelRequirement]? {
        get { json.read("matchLabelExpressions") }
        set { json.write(newValue, at: "matchLabelExpressions") }
    }
}
