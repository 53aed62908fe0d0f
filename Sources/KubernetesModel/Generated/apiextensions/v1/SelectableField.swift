// Made by scripts/generate-model.py from openapi/: change that instead.

/// `SelectableField` of apiextensions/v1.
public struct SelectableField: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        jsonPath: String? = nil
    ) {
        json = .emptyObject
        json.write(jsonPath, at: "jsonPath")
    }
    public var jsonPath: String? {
        get { json.read("jsonPath") }
        set { json.write(newValue, at: "jsonPath") }
    }
}
