// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ConfigMapEnvSource` of core/v1.
public struct ConfigMapEnvSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        name: String? = nil,
        optional: Bool? = nil
    ) {
        json = .emptyObject
        json.write(name, at: "name")
        json.write(optional, at: "optional")
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
