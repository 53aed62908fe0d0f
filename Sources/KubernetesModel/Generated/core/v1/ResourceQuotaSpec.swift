// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ResourceQuotaSpec` of core/v1.
public struct ResourceQuotaSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        hard: [String: Quantity]? = nil,
        scopeSelector: ScopeSelector? = nil,
        scopes: [String]? = nil
    ) {
        json = .emptyObject
        json.write(hard, at: "hard")
        json.write(scopeSelector, at: "scopeSelector")
        json.write(scopes, at: "scopes")
    }
    public var hard: [String: Quantity]? {
        get { json.read("hard") }
        set { json.write(newValue, at: "hard") }
    }
    public var scopeSelector: ScopeSelector? {
        get { json.read("scopeSelector") }
        set { json.write(newValue, at: "scopeSelector") }
    }
    public var scopes: [String]? {
        get { json.read("scopes") }
        set { json.write(newValue, at: "scopes") }
    }
}
