// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NodeSelectorTerm` of core/v1.
public struct NodeSelectorTerm: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        matchExpressions: [NodeSelectorRequirement]? = nil,
        matchFields: [NodeSelectorRequirement]? = nil
    ) {
        json = .emptyObject
        json.write(matchExpressions, at: "matchExpressions")
        json.write(matchFields, at: "matchFields")
    }
    public var matchExpressions: [NodeSelectorRequirement]? {
        get { json.read("matchExpressions") }
        set { json.write(newValue, at: "matchExpressions") }
    }
    public var matchFields: [NodeSelectorRequirement]? {
        get { json.read("matchFields") }
        set { json.write(newValue, at: "matchFields") }
    }
}
