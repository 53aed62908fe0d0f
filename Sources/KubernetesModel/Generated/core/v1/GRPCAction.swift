// Made by scripts/generate-model.py from openapi/: change that instead.

/// `GRPCAction` of core/v1.
public struct GRPCAction: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        port: Int? = nil,
        service: String? = nil
    ) {
        json = .emptyObject
        json.write(port, at: "port")
        json.write(service, at: "service")
    }
    public var port: Int? {
        get { json.read("port") }
        set { json.write(newValue, at: "port") }
    }
    public var service: String? {
        get { json.read("service") }
        set { json.write(newValue, at: "service") }
    }
}
