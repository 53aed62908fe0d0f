// Made by scripts/generate-model.py from openapi/: change that instead.

/// `DownwardAPIVolumeSource` of core/v1.
public struct DownwardAPIVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        defaultMode: Int? = nil,
        items: [DownwardAPIVolumeFile]? = nil
    ) {
        json = .emptyObject
        json.write(defaultMode, at: "defaultMode")
        json.write(items, at: "items")
    }
    public var defaultMode: Int? {
        get { json.read("defaultMode") }
        set { json.write(newValue, at: "defaultMode") }
    }
    public var items: [DownwardAPIVolumeFile]? {
        get { json.read("items") }
        set { json.write(newValue, at: "items") }
    }
}
