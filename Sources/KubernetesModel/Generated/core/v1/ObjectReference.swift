// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ObjectReference` of core/v1.
public struct ObjectReference: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        apiVersion: String? = nil,
        fieldPath: String? = nil,
        kind: String? = nil,
        name: String? = nil,
        namespace: String? = nil,
        resourceVersion: String? = nil,
        uid: String? = nil
    ) {
        json = .emptyObject
        json.write(apiVersion, at: "apiVersion")
        json.write(fieldPath, at: "fieldPath")
        json.write(kind, at: "kind")
        json.write(name, at: "name")
        json.write(namespace, at: "namespace")
        json.write(resourceVersion, at: "resourceVersion")
        json.write(uid, at: "uid")
    }
    public var apiVersion: String? {
        get { json.read("apiVersion") }
        set { json.write(newValue, at: "apiVersion") }
    }
    public var fieldPath: String? {
        get { json.read("fieldPath") }
        set { json.write(newValue, at: "fieldPath") }
    }
    public var kind: String? {
        get { json.read("kind") }
        set { json.write(newValue, at: "kind") }
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var namespace: String? {
        get { json.read("namespace") }
        set { json.write(newValue, at: "namespace") }
    }
    public var resourceVersion: String? {
        get { json.read("resourceVersion") }
        set { json.write(newValue, at: "resourceVersion") }
    }
    public var uid: String? {
        get { json.read("uid") }
        set { json.write(newValue, at: "uid") }
    }
}
