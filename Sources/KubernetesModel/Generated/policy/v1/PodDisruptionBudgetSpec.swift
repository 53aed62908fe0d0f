// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PodDisruptionBudgetSpec` of policy/v1.
public struct PodDisruptionBudgetSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        maxUnavailable: IntOrString? = nil,
        minAvailable: IntOrString? = nil,
        selector: LabelSelector? = nil,
        unhealthyPodEvictionPolicy: String? = nil
    ) {
        json = .emptyObject
        json.write(maxUnavailable, at: "maxUnavailable")
        json.write(minAvailable, at: "minAvailable")
        json.write(selector, at: "selector")
        json.write(unhealthyPodEvictionPolicy, at: "unhealthyPodEvictionPolicy")
    }
    public var maxUnavailable: IntOrString? {
        get { json.read("maxUnavailable") }
        set { json.write(newValue, at: "maxUnavailable") }
    }
    public var minAvailable: IntOrString? {
        get { json.read("minAvailable") }
        set { json.write(newValue, at: "minAvailable") }
    }
    public var selector: LabelSelector? {
        get { json.read("selector") }
        set { json.write(newValue, at: "selector") }
    }
    public var unhealthyPodEvictionPolicy: String? {
        get { json.read("unhealthyPodEvictionPolicy") }
        set { json.write(newValue, at: "unhealthyPodEvictionPolicy") }
    }
}
