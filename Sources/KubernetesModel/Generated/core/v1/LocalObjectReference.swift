// Made by scripts/generate-model.py from openapi/: change that instead.

/// `LocalObjectReference` of core/v1.
public struct LocalObjectReference: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        name: String? = nil
    ) {
        json = .emptyObject
        json.write(name, at: "name")
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
}
