// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ConfigMapProjection` of core/v1.
public struct ConfigMapProjection: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        items: [KeyToPath]? = nil,
        name: String? = nil,
        optional: Bool? = nil
    ) {
        json = .emptyObject
        json.write(items, at: "items")
        json.write(name, at: "name")
        json.write(optional, at: "optional")
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
