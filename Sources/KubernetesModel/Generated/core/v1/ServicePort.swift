// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ServicePort` of core/v1.
public struct ServicePort: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        appProtocol: String? = nil,
        name: String? = nil,
        nodePort: Int? = nil,
        port: Int? = nil,
        `protocol`: String? = nil,
        targetPort: IntOrString? = nil
    ) {
        json = .emptyObject
        json.write(appProtocol, at: "appProtocol")
        json.write(name, at: "name")
        json.write(nodePort, at: "nodePort")
        json.write(port, at: "port")
        json.write(`protocol`, at: "protocol")
        json.write(targetPort, at: "targetPort")
    }
    public var appProtocol: String? {
        get { json.read("appProtocol") }
        set { json.write(newValue, at: "appProtocol") }
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var nodePort: Int? {
        get { json.read("nodePort") }
        set { json.write(newValue, at: "nodePort") }
    }
    public var port: Int? {
        get { json.read("port") }
        set { json.write(newValue, at: "port") }
    }
    public var `protocol`: String? {
        get { json.read("protocol") }
        set { json.write(newValue, at: "protocol") }
    }
    public var targetPort: IntOrString? {
        get { json.read("targetPort") }
        set { json.write(newValue, at: "targetPort") }
    }
}
