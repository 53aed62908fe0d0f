// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NetworkPolicyPort` of networking/v1.
public struct NetworkPolicyPort: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        endPort: Int? = nil,
        port: IntOrString? = nil,
        `protocol`: String? = nil
    ) {
        json = .emptyObject
        json.write(endPort, at: "endPort")
        json.write(port, at: "port")
        json.write(`protocol`, at: "protocol")
    }
    public var endPort: Int? {
        get { json.read("endPort") }
        set { json.write(newValue, at: "endPort") }
    }
    public var port: IntOrString? {
        get { json.read("port") }
        set { json.write(newValue, at: "port") }
    }
    public var `protocol`: String? {
        get { json.read("protocol") }
        set { json.write(newValue, at: "protocol") }
    }
}
