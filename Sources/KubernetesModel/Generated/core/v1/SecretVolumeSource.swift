// Made by scripts/generate-model.py from openapi/: change that instead.

/// `SecretVolumeSource` of core/v1.
public struct SecretVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        defaultMode: Int? = nil,
        items: [KeyToPath]? = nil,
        optional: Bool? = nil,
        secretName: String? = nil
    ) {
        json = .emptyObject
        json.write(defaultMode, at: "defaultMode")
        json.write(items, at: "items")
        json.write(optional, at: "optional")
        json.write(secretName, at: "secretName")
    }
    public var defaultMode: Int? {
        get { json.read("defaultMode") }
        set { json.write(newValue, at: "defaultMode") }
    }
    public var items: [KeyToPath]? {
        get { json.read("items") }
        set { json.write(newValue, at: "items") }
    }
    public var optional: Bool? {
        get { json.read("optional") }
        set { json.write(newValue, at: "optional") }
    }
    public var secretName: String? {
        get { json.read("secretName") }
        set { json.write(newValue, at: "secretName") }
    }
}
