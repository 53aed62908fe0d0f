// Made by scripts/generate-model.py from openapi/: change that instead.

/// `LocalVolumeSource` of core/v1.
public struct LocalVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        fsType: String? = nil,
        path: String? = nil
    ) {
        json = .emptyObject
        json.write(fsType, at: "fsType")
        json.write(path, at: "path")
    }
    public var fsType: String? {
        get { json.read("fsType") }
        set { json.write(newValue, at: "fsType") }
    }
    public var path: String? {
        get { json.read("path") }
        set { json.write(newValue, at: "path") }
    }
}
