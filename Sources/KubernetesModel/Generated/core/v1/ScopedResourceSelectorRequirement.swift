// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ScopedResourceSelectorRequirement` of core/v1.
public struct ScopedResourceSelectorRequirement: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        `operator`: String? = nil,
        scopeName: String? = nil,
        values: [String]? = nil
    ) {
        json = .emptyObject
        json.write(`operator`, at: "operator")
        json.write(scopeName, at: "scopeName")
        json.write(values, at: "values")
    }
    public var `operator`: String? {
        get { json.read("operator") }
        set { json.write(newValue, at: "operator") }
    }
    public var scopeName: String? {
        get { json.read("scopeName") }
        set { json.write(newValue, at: "scopeName") }
    }
    public var values: [String]? {
        get { json.read("values") }
        set { json.write(newValue, at: "values") }
    }
}
