// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NetworkPolicyPeer` of networking/v1.
public struct NetworkPolicyPeer: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        ipBlock: IPBlock? = nil,
        namespaceSelector: LabelSelector? = nil,
        podSelector: LabelSelector? = nil
    ) {
        json = .emptyObject
        json.write(ipBlock, at: "ipBlock")
        json.write(namespaceSelector, at: "namespaceSelector")
        json.write(podSelector, at: "podSelector")
    }
    public var ipBlock: IPBlock? {
        get { json.read("ipBlock") }
        set { json.write(newValue, at: "ipBlock") }
    }
    public var namespaceSelector: LabelSelector? {
        get { json.read("namespaceSelector") }
        set { json.write(newValue, at: "namespaceSelector") }
    }
    public var podSelector: LabelSelector? {
        get { json.read("podSelector") }
        set { json.write(newValue, at: "podSelector") }
    }
}
