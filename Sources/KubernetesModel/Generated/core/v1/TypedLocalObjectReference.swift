// Made by scripts/generate-model.py from openapi/: change that instead.

/// `TypedLocalObjectReference` of core/v1.
public struct TypedLocalObjectReference: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        apiGroup: String? = nil,
        kind: String? = nil,
        name: String? = nil
    ) {
        json = .emptyObject
        json.write(apiGroup, at: "apiGroup")
        json.write(kind, at: "kind")
        json.write(name, at: "name")
    }
    public var apiGroup: String? {
        get { json.read("apiGroup") }
        set { json.write(newValue, at: "apiGroup") }
    }
    public var kind: String? {
        get { json.read("kind") }
        set { json.write(newValue, at: "kind") }
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
}
