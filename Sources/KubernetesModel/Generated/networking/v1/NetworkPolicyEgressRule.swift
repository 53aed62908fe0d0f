// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NetworkPolicyEgressRule` of networking/v1.
public struct NetworkPolicyEgressRule: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        ports: [NetworkPolicyPort]? = nil,
        to: [NetworkPolicyPeer]? = nil
    ) {
        json = .emptyObject
        json.write(ports, at: "ports")
        json.write(to, at: "to")
    }
    public var ports: [NetworkPolicyPort]? {
        get { json.read("ports") }
        set { json.write(newValue, at: "ports") }
    }
    public var to: [NetworkPolicyPeer]? {
        get { json.read("to") }
        set { json.write(newValue, at: "to") }
    }
}
