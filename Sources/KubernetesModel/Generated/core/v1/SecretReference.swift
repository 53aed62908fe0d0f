// Made by scripts/generate-model.py from openapi/: change that instead.

/// `SecretReference` of core/v1.
public struct SecretReference: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        name: String? = nil,
        namespace: String? = nil
    ) {
        json = .emptyObject
        json.write(name, at: "name")
        json.write(namespace, at: "namespace")
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var namespace: String? {
        get { json.read("namespace") }
        set { json.write(newValue, at: "namespace") }
    }
}
