// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ShardInfo` of meta/v1.
public struct ShardInfo: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        selector: String? = nil
    ) {
        json = .emptyObject
        json.write(selector, at: "selector")
    }
    public var selector: String? {
        get { json.read("selector") }
        set { json.write(newValue, at: "selector") }
    }
}
