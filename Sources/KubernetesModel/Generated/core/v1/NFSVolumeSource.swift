// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NFSVolumeSource` of core/v1.
public struct NFSVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        path: String? = nil,
        readOnly: Bool? = nil,
        server: String? = nil
    ) {
        json = .emptyObject
        json.write(path, at: "path")
        json.write(readOnly, at: "readOnly")
        json.write(server, at: "server")
    }
    public var path: String? {
        get { json.read("path") }
        set { json.write(newValue, at: "path") }
    }
    public var readOnly: Bool? {
        get { json.read("readOnly") }
        set { json.write(newValue, at: "readOnly") }
    }
    public var server: String? {
        get { json.read("server") }
        set { json.write(newValue, at: "server") }
    }
}
