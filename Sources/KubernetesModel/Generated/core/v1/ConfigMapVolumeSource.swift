// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ConfigMapVolumeSource` of core/v1.
public struct ConfigMapVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        defaultMode: Int? = nil,
        items: [KeyToPath]? = nil,
        name: String? = nil,
        optional: Bool? = nil
    ) {
        json = .emptyObject
        json.write(defaultMode, at: "defaultMode")
        json.write(items, at: "items")
        json.write(name, at: "name")
        json.write(optional, at: "optional")
    }
    public var defaultMode: Int? {
        get { json.read("defaultMode") }
        set { json.write(newValue, at: "defaultMode") }
    }
    public var items: [KeyToPath]? {
        get { json.read("items") }
        set { json.write(newValue, at: "items") }
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
