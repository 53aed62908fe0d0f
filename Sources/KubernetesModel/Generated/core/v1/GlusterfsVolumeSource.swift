// Made by scripts/generate-model.py from openapi/: change that instead.

/// `GlusterfsVolumeSource` of core/v1.
public struct GlusterfsVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        endpoints: String? = nil,
        path: String? = nil,
        readOnly: Bool? = nil
    ) {
        json = .emptyObject
        json.write(endpoints, at: "endpoints")
        json.write(path, at: "path")
        json.write(readOnly, at: "readOnly")
    }
    public var endpoints: String? {
        get { json.read("endpoints") }
        set { json.write(newValue, at: "endpoints") }
    }
    public var path: String? {
        get { json.read("path") }
        set { json.write(newValue, at: "path") }
    }
    public var readOnly: Bool? {
        get { json.read("readOnly") }
        set { json.write(newValue, at: "readOnly") }
    }
}
