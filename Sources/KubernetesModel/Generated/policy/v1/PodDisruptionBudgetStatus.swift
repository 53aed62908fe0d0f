// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PodDisruptionBudgetStatus` of policy/v1.
public struct PodDisruptionBudgetStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        conditions: [Condition]? = nil,
        currentHealthy: Int? = nil,
        desiredHealthy: Int? = nil,
        disruptedPods: [String: Timestamp]? = nil,
        disruptionsAllowed: Int? = nil,
        expectedPods: Int? = nil,
        observedGeneration: Int? = nil
    ) {
        json = .emptyObject
        json.write(conditions, at: "conditions")
        json.write(currentHealthy, at: "currentHealthy")
        json.write(desiredHealthy, at: "desiredHealthy")
        json.write(disruptedPods, at: "disruptedPods")
        json.write(disruptionsAllowed, at: "disruptionsAllowed")
        json.write(expectedPods, at: "expectedPods")
        json.write(observedGeneration, at: "observedGeneration")
    }
    public var conditions: [Condition]? {
        get { json.read("conditions") }
        set { json.write(newValue, at: "conditions") }
    }
    public var currentHealthy: Int? {
        get { json.read("currentHealthy") }
        set { json.write(newValue, at: "currentHealthy") }
    }
    public var desiredHealthy: Int? {
        get { json.read("desiredHealthy") }
        set { json.write(newValue, at: "desiredHealthy") }
    }
    public var disruptedPods: [String: Timestamp]? {
        get { json.read("disruptedPods") }
        set { json.write(newValue, at: "disruptedPods") }
    }
    public var disruptionsAllowed: Int? {
        get { json.read("disruptionsAllowed") }
        set { json.write(newValue, at: "disruptionsAllowed") }
    }
    public var expectedPods: Int? {
        get { json.read("expectedPods") }
        set { json.write(newValue, at: "expectedPods") }
    }
    public var observedGeneration: Int? {
        get { json.read("observedGeneration") }
        set { json.write(newValue, at: "observedGeneration") }
    }
}
