// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PortStatus` of core/v1.
public struct PortStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        error: String? = nil,
        port: Int? = nil,
        `protocol`: String? = nil
    ) {
        json = .emptyObject
        json.write(error, at: "error")
        json.write(port, at: "port")
        json.write(`protocol`, at: "protocol")
    }
    public var error: String? {
        get { json.read("error") }
        set { json.write(newValue, at: "error") }
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
