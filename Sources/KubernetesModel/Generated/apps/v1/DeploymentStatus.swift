// Made by scripts/generate-model.py from openapi/: change that instead.

/// `DeploymentStatus` of apps/v1.
public struct DeploymentStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        availableReplicas: Int? = nil,
        collisionCount: Int? = nil,
        conditions: [DeploymentCondition]? = nil,
        observedGeneration: Int? = nil,
        readyReplicas: Int? = nil,
        replicas: Int? = nil,
        terminatingReplicas: Int? = nil,
        unavailableReplicas: Int? = nil,
        updatedReplicas: Int? = nil
    ) {
        json = .emptyObject
        json.write(availableReplicas, at: "availableReplicas")
        json.write(collisionCount, at: "collisionCount")
        json.write(conditions, at: "conditions")
        json.write(observedGeneration, at: "observedGeneration")
        json.write(readyReplicas, at: "readyReplicas")
        json.write(replicas, at: "replicas")
        json.write(terminatingReplicas, at: "terminatingReplicas")
        json.write(unavailableReplicas, at: "unavailableReplicas")
        json.write(updatedReplicas, at: "updatedReplicas")
    }
    public var availableReplicas: Int? {
        get { json.read("availableReplicas") }
        set { json.write(newValue, at: "availableReplicas") }
    }
    public var collisionCount: Int? {
        get { json.read("collisionCount") }
        set { json.write(newValue, at: "collisionCount") }
    }
    public var conditions: [DeploymentCondition]? {
        get { json.read("conditions") }
        set { json.write(newValue, at: "conditions") }
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
    public var unavailableReplicas: Int? {
        get { json.read("unavailableReplicas") }
        set { json.write(newValue, at: "unavailableReplicas") }
    }
    public var updatedReplicas: Int? {
        get { json.read("updatedReplicas") }
        set { json.write(newValue, at: "updatedReplicas") }
    }
}
