// Made by scripts/generate-model.py from openapi/: change that instead.

/// `EndpointSlicePort` of discovery/v1.
public struct EndpointSlicePort: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        appProtocol: String? = nil,
        name: String? = nil,
        port: Int? = nil,
        `protocol`: String? = nil
    ) {
        json = .emptyObject
        json.write(appProtocol, at: "appProtocol")
        json.write(name, at: "name")
        json.write(port, at: "port")
        json.write(`protocol`, at: "protocol")
    }
    public var appProtocol: String? {
        get { json.read("appProtocol") }
        set { json.write(newValue, at: "appProtocol") }
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var port: Int? {
        get { json.read("port") }
        set { json.write(newValue, at: "port") }
    }
    public var `protocol`: String? {
        get { json.read("protocol") }
        set { json.write(newValue, at: "protocol") }
    }
}
