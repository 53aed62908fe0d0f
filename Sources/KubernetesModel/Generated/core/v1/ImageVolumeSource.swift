// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ImageVolumeSource` of core/v1.
public struct ImageVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        pullPolicy: String? = nil,
        reference: String? = nil
    ) {
        json = .emptyObject
        json.write(pullPolicy, at: "pullPolicy")
        json.write(reference, at: "reference")
    }
    public var pullPolicy: String? {
        get { json.read("pullPolicy") }
        set { json.write(newValue, at: "pullPolicy") }
    }
    public var reference: String? {
        get { json.read("reference") }
        set { json.write(newValue, at: "reference") }
    }
}
