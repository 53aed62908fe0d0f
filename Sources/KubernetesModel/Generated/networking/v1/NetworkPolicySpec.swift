// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NetworkPolicySpec` of networking/v1.
public struct NetworkPolicySpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        egress: [NetworkPolicyEgressRule]? = nil,
        ingress: [NetworkPolicyIngressRule]? = nil,
        podSelector: LabelSelector? = nil,
        policyTypes: [String]? = nil
    ) {
        json = .emptyObject
        json.write(egress, at: "egress")
        json.write(ingress, at: "ingress")
        json.write(podSelector, at: "podSelector")
        json.write(policyTypes, at: "policyTypes")
    }
    public var egress: [NetworkPolicyEgressRule]? {
        get { json.read("egress") }
        set { json.write(newValue, at: "egress") }
    }
    public var ingress: [NetworkPolicyIngressRule]? {
        get { json.read("ingress") }
        set { json.write(newValue, at: "ingress") }
    }
    public var podSelector: LabelSelector? {
        get { json.read("podSelector") }
        set { json.write(newValue, at: "podSelector") }
    }
    public var policyTypes: [String]? {
        get { json.read("policyTypes") }
        set { json.write(newValue, at: "policyTypes") }
    }
}
