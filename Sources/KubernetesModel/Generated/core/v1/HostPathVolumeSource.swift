// Made by scripts/generate-model.py from openapi/: change that instead.

/// `HostPathVolumeSource` of core/v1.
public struct HostPathVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        path: String? = nil,
        type: String? = nil
    ) {
        json = .emptyObject
        json.write(path, at: "path")
        json.write(type, at: "type")
    }
    public var path: String? {
        get { json.read("path") }
        set { json.write(newValue, at: "path") }
    }
    public var type: String? {
        get { json.read("type") }
        set { json.write(newValue, at: "type") }
    }
}
