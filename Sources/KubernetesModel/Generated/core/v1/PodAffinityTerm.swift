// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PodAffinityTerm` of core/v1.
public struct PodAffinityTerm: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        labelSelector: LabelSelector? = nil,
        matchLabelKeys: [String]? = nil,
        mismatchLabelKeys: [String]? = nil,
        namespaceSelector: LabelSelector? = nil,
        namespaces: [String]? = nil,
        topologyKey: String? = nil
    ) {
        json = .emptyObject
        json.write(labelSelector, at: "labelSelector")
        json.write(matchLabelKeys, at: "matchLabelKeys")
        json.write(mismatchLabelKeys, at: "mismatchLabelKeys")
        json.write(namespaceSelector, at: "namespaceSelector")
        json.write(namespaces, at: "namespaces")
        json.write(topologyKey, at: "topologyKey")
    }
    public var labelSelector: LabelSelector? {
        get { json.read("labelSelector") }
        set { json.write(newValue, at: "labelSelector") }
    }
    public var matchLabelKeys: [String]? {
        get { json.read("matchLabelKeys") }
        set { json.write(newValue, at: "matchLabelKeys") }
    }
    public var mismatchLabelKeys: [String]? {
        get { json.read("mismatchLabelKeys") }
        set { json.write(newValue, at: "mismatchLabelKeys") }
    }
    public var namespaceSelector: LabelSelector? {
        get { json.read("namespaceSelector") }
        set { json.write(newValue, at: "namespaceSelector") }
    }
    public var namespaces: [String]? {
        get { json.read("namespaces") }
        set { json.write(newValue, at: "namespaces") }
    }
    public var topologyKey: String? {
        get { json.read("topologyKey") }
        set { json.write(newValue, at: "topologyKey") }
    }
}
