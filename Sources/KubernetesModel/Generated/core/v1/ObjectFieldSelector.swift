// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ObjectFieldSelector` of core/v1.
public struct ObjectFieldSelector: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        apiVersion: String? = nil,
        fieldPath: String? = nil
    ) {
        json = .emptyObject
        json.write(apiVersion, at: "apiVersion")
        json.write(fieldPath, at: "fieldPath")
    }
    public var apiVersion: String? {
        get { json.read("apiVersion") }
        set { json.write(newValue, at: "apiVersion") }
    }
    public var fieldPath: String? {
        get { json.read("fieldPath") }
        set { json.write(newValue, at: "fieldPath") }
    }
}
