// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ScopeSelector` of core/v1.
public struct ScopeSelector: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        matchExpressions: [ScopedResourceSelectorRequirement]? = nil
    ) {
        json = .emptyObject
        json.write(matchExpressions, at: "matchExpressions")
    }
    public var matchExpressions: [ScopedResourceSelectorRequirement]? {
        get { json.read("matchExpressions") }
        set { json.write(newValue, at: "matchExpressions") }
    }
}
