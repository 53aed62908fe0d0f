// Made by scripts/generate-model.py from openapi/: change that instead.

/// `KeyToPath` of core/v1.
public struct KeyToPath: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        key: String? = nil,
        mode: Int? = nil,
        path: String? = nil
    ) {
        json = .emptyObject
        json.write(key, at: "key")
        json.write(mode, at: "mode")
        json.write(path, at: "path")
    }
    public var key: String? {
        get { json.read("key") }
        set { json.write(newValue, at: "key") }
    }
    public var mode: Int? {
        get { json.read("mode") }
        set { json.write(newValue, at: "mode") }
    }
    public var path: String? {
        get { json.read("path") }
        set { json.write(newValue, at: "path") }
    }
}
