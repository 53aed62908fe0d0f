// Made by scripts/generate-model.py from openapi/: change that instead.

/// `VolumeNodeAffinity` of core/v1.
public struct VolumeNodeAffinity: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        required: NodeSelector? = nil
    ) {
        json = .emptyObject
        json.write(required, at: "required")
    }
    public var required: NodeSelector? {
        get { json.read("required") }
        set { json.write(newValue, at: "required") }
    }
}
