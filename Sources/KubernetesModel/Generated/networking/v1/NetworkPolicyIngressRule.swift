// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NetworkPolicyIngressRule` of networking/v1.
public struct NetworkPolicyIngressRule: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        from: [NetworkPolicyPeer]? = nil,
        ports: [NetworkPolicyPort]? = nil
    ) {
        json = .emptyObject
        json.write(from, at: "from")
        json.write(ports, at: "ports")
    }
    public var from: [NetworkPolicyPeer]? {
        get { json.read("from") }
        set { json.write(newValue, at: "from") }
    }
    public var ports: [NetworkPolicyPort]? {
        get { json.read("ports") }
        set { json.write(newValue, at: "ports") }
    }
}
