// Made by scripts/generate-model.py from openapi/: change that instead.

/// `TCPSocketAction` of core/v1.
public struct TCPSocketAction: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        host: String? = nil,
        port: IntOrString? = nil
    ) {
        json = .emptyObject
        json.write(host, at: "host")
        json.write(port, at: "port")
    }
    public var host: String? {
        get { json.read("host") }
        set { json.write(newValue, at: "host") }
    }
    public var port: IntOrString? {
        get { json.read("port") }
        set { json.write(newValue, at: "port") }
    }
}
