// Made by scripts/generate-model.py from openapi/: change that instead.

/// `SeccompProfile` of core/v1.
public struct SeccompProfile: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        localhostProfile: String? = nil,
        type: String? = nil
    ) {
        json = .emptyObject
        json.write(localhostProfile, at: "localhostProfile")
        json.write(type, at: "type")
    }
    public var localhostProfile: String? {
        get { json.read("localhostProfile") }
        set { json.write(newValue, at: "localhostProfile") }
    }
    public var type: String? {
        get { json.read("type") }
        set { json.write(newValue, at: "type") }
    }
}
