// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ReplicaSetStatus` of apps/v1.
public struct ReplicaSetStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        availableReplicas: Int? = nil,
        conditions: [ReplicaSetCondition]? = nil,
        fullyLabeledReplicas: Int? = nil,
        observedGeneration: Int? = nil,
        readyReplicas: Int? = nil,
        replicas: Int? = nil,
        terminatingReplicas: Int? = nil
    ) {
        json = .emptyObject
        json.write(availableReplicas, at: "availableReplicas")
        json.write(conditions, at: "conditions")
        json.write(fullyLabeledReplicas, at: "fullyLabeledReplicas")
        json.write(observedGeneration, at: "observedGeneration")
        json.write(readyReplicas, at: "readyReplicas")
        json.write(replicas, at: "replicas")
        json.write(terminatingReplicas, at: "terminatingReplicas")
    }
    public var availableReplicas: Int? {
        get { json.read("availableReplicas") }
        set { json.write(newValue, at: "availableReplicas") }
    }
    public var conditions: [ReplicaSetCondition]? {
        get { json.read("conditions") }
        set { json.write(newValue, at: "conditions") }
    }
    public var fullyLabeledReplicas: Int? {
        get { json.read("fullyLabeledReplicas") }
        set { json.write(newValue, at: "fullyLabeledReplicas") }
    }
    public var observedGeneration: Int? {
        get { json.read("observedGeneration") }
        set { json.write(newValue, at: "observedGeneration") }
    }
    public var readyReplicas: Int? {
        get { json.read("readyReplicas") }
        set { json.write(newValue, at: "readyReplicas") }
    }
    public var replicas: Int? {
        get { json.read("replicas") }
        set { json.write(newValue, at: "replicas") }
    }
    public var terminatingReplicas: Int? {
        get { json.read("terminatingReplicas") }
        set { json.write(newValue, at: "terminatingReplicas") }
    }
}
