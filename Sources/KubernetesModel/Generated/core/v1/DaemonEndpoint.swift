// Made by scripts/generate-model.py from openapi/: change that instead.

/// `DaemonEndpoint` of core/v1.
public struct DaemonEndpoint: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        Port: Int? = nil
    ) {
        json = .emptyObject
        json.write(Port, at: "Port")
    }
    public var Port: Int? {
        get { json.read("Port") }
        set { json.write(newValue, at: "Port") }
    }
}
