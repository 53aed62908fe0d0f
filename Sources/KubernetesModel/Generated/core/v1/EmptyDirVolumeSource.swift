// Made by scripts/generate-model.py from openapi/: change that instead.

/// `EmptyDirVolumeSource` of core/v1.
public struct EmptyDirVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        medium: String? = nil,
        sizeLimit: Quantity? = nil
    ) {
        json = .emptyObject
        json.write(medium, at: "medium")
        json.write(sizeLimit, at: "sizeLimit")
    }
    public var medium: String? {
        get { json.read("medium") }
        set { json.write(newValue, at: "medium") }
    }
    public var sizeLimit: Quantity? {
        get { json.read("sizeLimit") }
        set { json.write(newValue, at: "sizeLimit") }
    }
}
