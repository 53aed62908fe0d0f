// Made by scripts/generate-model.py from openapi/: change that instead.

/// `TopologySelectorLabelRequirement` of core/v1.
public struct TopologySelectorLabelRequirement: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        key: String? = nil,
        values: [String]? = nil
    ) {
        json = .emptyObject
        json.write(key, at: "key")
        json.write(values, at: "values")
    }
    public var key: String? {
        get { json.read("key") }
        set { json.write(newValue, at: "key") }
    }
    public var values: [String]? {
        get { json.read("values") }
        set { json.write(newValue, at: "values") }
    }
}
