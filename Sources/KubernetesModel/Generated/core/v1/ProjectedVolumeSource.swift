// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ProjectedVolumeSource` of core/v1.
public struct ProjectedVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        defaultMode: Int? = nil,
        sources: [VolumeProjection]? = nil
    ) {
        json = .emptyObject
        json.write(defaultMode, at: "defaultMode")
        json.write(sources, at: "sources")
    }
    public var defaultMode: Int? {
        get { json.read("defaultMode") }
        set { json.write(newValue, at: "defaultMode") }
    }
    public var sources: [VolumeProjection]? {
        get { json.read("sources") }
        set { json.write(newValue, at: "sources") }
    }
}
