// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NodeSelectorRequirement` of core/v1.
public struct NodeSelectorRequirement: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        key: String? = nil,
        `operator`: String? = nil,
        values: [String]? = nil
    ) {
        json = .emptyObject
        json.write(key, at: "key")
        json.write(`operator`, at: "operator")
        json.write(values, at: "values")
    }
    public var key: String? {
        get { json.read("key") }
        set { json.write(newValue, at: "key") }
    }
    public var `operator`: String? {
        get { json.read("operator") }
        set { json.write(newValue, at: "operator") }
    }
    public var values: [String]? {
        get { json.read("values") }
        set { json.write(newValue, at: "values") }
    }
}
