// Made by scripts/generate-model.py from openapi/: change that instead.

/// `SecretKeySelector` of core/v1.
public struct SecretKeySelector: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        key: String? = nil,
        name: String? = nil,
        optional: Bool? = nil
    ) {
        json = .emptyObject
        json.write(key, at: "key")
        json.write(name, at: "name")
        json.write(optional, at: "optional")
    }
    public var key: String? {
        get { json.read("key") }
        set { json.write(newValue, at: "key") }
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var optional: Bool? {
        get { json.read("optional") }
        set { json.write(newValue, at: "optional") }
    }
}
