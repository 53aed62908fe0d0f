// Made by scripts/generate-model.py from openapi/: change that instead.

/// `Affinity` of core/v1.
public struct Affinity: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        nodeAffinity: NodeAffinity? = nil,
        podAffinity: PodAffinity? = nil,
        podAntiAffinity: PodAntiAffinity? = nil
    ) {
        json = .emptyObject
        json.write(nodeAffinity, at: "nodeAffinity")
        json.write(podAffinity, at: "podAffinity")
        json.write(podAntiAffinity, at: "podAntiAffinity")
    }
    public var nodeAffinity: NodeAffinity? {
        get { json.read("nodeAffinity") }
        set { json.write(newValue, at: "nodeAffinity") }
    }
    public var podAffinity: PodAffinity? {
        get { json.read("podAffinity") }
        set { json.write(newValue, at: "podAffinity") }
    }
    public var podAntiAffinity: PodAntiAffinity? {
        get { json.read("podAntiAffinity") }
        set { json.write(newValue, at: "podAntiAffinity") }
    }
}
