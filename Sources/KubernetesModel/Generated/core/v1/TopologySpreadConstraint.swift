// Made by scripts/generate-model.py from openapi/: change that instead.

/// `TopologySpreadConstraint` of core/v1.
public struct TopologySpreadConstraint: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        labelSelector: LabelSelector? = nil,
        matchLabelKeys: [String]? = nil,
        maxSkew: Int? = nil,
        minDomains: Int? = nil,
        nodeAffinityPolicy: String? = nil,
        nodeTaintsPolicy: String? = nil,
        topologyKey: String? = nil,
        whenUnsatisfiable: String? = nil
    ) {
        json = .emptyObject
        json.write(labelSelector, at: "labelSelector")
        json.write(matchLabelKeys, at: "matchLabelKeys")
        json.write(maxSkew, at: "maxSkew")
        json.write(minDomains, at: "minDomains")
        json.write(nodeAffinityPolicy, at: "nodeAffinityPolicy")
        json.write(nodeTaintsPolicy, at: "nodeTaintsPolicy")
        json.write(topologyKey, at: "topologyKey")
        json.write(whenUnsatisfiable, at: "whenUnsatisfiable")
    }
    public var labelSelector: LabelSelector? {
        get { json.read("labelSelector") }
        set { json.write(newValue, at: "labelSelector") }
    }
    public var matchLabelKeys: [String]? {
        get { json.read("matchLabelKeys") }
        set { json.write(newValue, at: "matchLabelKeys") }
    }
    public var maxSkew: Int? {
        get { json.read("maxSkew") }
        set { json.write(newValue, at: "maxSkew") }
    }
    public var minDomains: Int? {
        get { json.read("minDomains") }
        set { json.write(newValue, at: "minDomains") }
    }
    public var nodeAffinityPolicy: String? {
        get { json.read("nodeAffinityPolicy") }
        set { json.write(newValue, at: "nodeAffinityPolicy") }
    }
    public var nodeTaintsPolicy: String? {
        get { json.read("nodeTaintsPolicy") }
        set { json.write(newValue, at: "nodeTaintsPolicy") }
    }
    public var topologyKey: String? {
        get { json.read("topologyKey") }
        set { json.write(newValue, at: "topologyKey") }
    }
    public var whenUnsatisfiable: String? {
        get { json.read("whenUnsatisfiable") }
        set { json.write(newValue, at: "whenUnsatisfiable") }
    }
}
