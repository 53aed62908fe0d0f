// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NodeSpec` of core/v1.
public struct NodeSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        configSource: NodeConfigSource? = nil,
        externalID: String? = nil,
        podCIDR: String? = nil,
        podCIDRs: [String]? = nil,
        providerID: String? = nil,
        taints: [Taint]? = nil,
        unschedulable: Bool? = nil
    ) {
        json = .emptyObject
        json.write(configSource, at: "configSource")
        json.write(externalID, at: "externalID")
        json.write(podCIDR, at: "podCIDR")
        json.write(podCIDRs, at: "podCIDRs")
        json.write(providerID, at: "providerID")
        json.write(taints, at: "taints")
        json.write(unschedulable, at: "unschedulable")
    }
    public var configSource: NodeConfigSource? {
        get { json.read("configSource") }
        set { json.write(newValue, at: "configSource") }
    }
    public var externalID: String? {
        get { json.read("externalID") }
        set { json.write(newValue, at: "externalID") }
    }
    public var podCIDR: String? {
        get { json.read("podCIDR") }
        set { json.write(newValue, at: "podCIDR") }
    }
    public var podCIDRs: [String]? {
        get { json.read("podCIDRs") }
        set { json.write(newValue, at: "podCIDRs") }
    }
    public var providerID: String? {
        get { json.read("providerID") }
        set { json.write(newValue, at: "providerID") }
    }
    public var taints: [Taint]? {
        get { json.read("taints") }
        set { json.write(newValue, at: "taints") }
    }
    public var unschedulable: Bool? {
        get { json.read("unschedulable") }
        set { json.write(newValue, at: "unschedulable") }
    }
}
