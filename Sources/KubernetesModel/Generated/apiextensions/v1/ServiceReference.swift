// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ServiceReference` of apiextensions/v1.
public struct ServiceReference: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        name: String? = nil,
        namespace: String? = nil,
        path: String? = nil,
        port: Int? = nil
    ) {
        json = .emptyObject
        json.write(name, at: "name")
        json.write(namespace, at: "namespace")
        json.write(path, at: "path")
        json.write(port, at: "port")
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var namespace: String? {
        get { json.read("namespace") }
        set { json.write(newValue, at: "namespace") }
    }
    public var path: String? {
        get { json.read("path") }
        set { json.write(newValue, at: "path") }
    }
    public var port: Int? {
        get { json.read("port") }
        set { json.write(newValue, at: "port") }
    }
}
