// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NonResourceAttributes` of authorization/v1.
public struct NonResourceAttributes: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        path: String? = nil,
        verb: String? = nil
    ) {
        json = .emptyObject
        json.write(path, at: "path")
        json.write(verb, at: "verb")
    }
    public var path: String? {
        get { json.read("path") }
        set { json.write(newValue, at: "path") }
    }
    public var verb: String? {
        get { json.read("verb") }
        set { json.write(newValue, at: "verb") }
    }
}
