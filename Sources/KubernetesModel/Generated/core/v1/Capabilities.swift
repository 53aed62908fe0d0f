// Made by scripts/generate-model.py from openapi/: change that instead.

/// `Capabilities` of core/v1.
public struct Capabilities: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        add: [String]? = nil,
        drop: [String]? = nil
    ) {
        json = .emptyObject
        json.write(add, at: "add")
        json.write(drop, at: "drop")
    }
    public var add: [String]? {
        get { json.read("add") }
        set { json.write(newValue, at: "add") }
    }
    public var drop: [String]? {
        get { json.read("drop") }
        set { json.write(newValue, at: "drop") }
    }
}
