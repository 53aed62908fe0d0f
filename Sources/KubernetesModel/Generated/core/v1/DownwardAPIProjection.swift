// Made by scripts/generate-model.py from openapi/: change that instead.

/// `DownwardAPIProjection` of core/v1.
public struct DownwardAPIProjection: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        items: [DownwardAPIVolumeFile]? = nil
    ) {
        json = .emptyObject
        json.write(items, at: "items")
    }
    public var items: [DownwardAPIVolumeFile]? {
        get { json.read("items") }
        set { json.write(newValue, at: "items") }
    }
}
