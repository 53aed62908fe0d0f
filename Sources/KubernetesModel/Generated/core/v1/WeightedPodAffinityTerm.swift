// Made by scripts/generate-model.py from openapi/: change that instead.

/// `WeightedPodAffinityTerm` of core/v1.
public struct WeightedPodAffinityTerm: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        podAffinityTerm: PodAffinityTerm? = nil,
        weight: Int? = nil
    ) {
        json = .emptyObject
        json.write(podAffinityTerm, at: "podAffinityTerm")
        json.write(weight, at: "weight")
    }
    public var podAffinityTerm: PodAffinityTerm? {
        get { json.read("podAffinityTerm") }
        set { json.write(newValue, at: "podAffinityTerm") }
    }
    public var weight: Int? {
        get { json.read("weight") }
        set { json.write(newValue, at: "weight") }
    }
}
