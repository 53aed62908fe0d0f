// Made by scripts/generate-model.py from openapi/: change that instead.

/// `FileKeySelector` of core/v1.
public struct FileKeySelector: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        key: String? = nil,
        optional: Bool? = nil,
        path: String? = nil,
        volumeName: String? = nil
    ) {
        json = .emptyObject
        json.write(key, at: "key")
        json.write(optional, at: "optional")
        json.write(path, at: "path")
        json.write(volumeName, at: "volumeName")
    }
    public var key: String? {
        get { json.read("key") }
        set { json.write(newValue, at: "key") }
    }
    public var optional: Bool? {
        get { json.read("optional") }
        set { json.write(newValue, at: "optional") }
    }
    public var path: String? {
        get { json.read("path") }
        set { json.write(newValue, at: "path") }
    }
    public var volumeName: String? {
        get { json.read("volumeName") }
        set { json.write(newValue, at: "volumeName") }
    }
}
