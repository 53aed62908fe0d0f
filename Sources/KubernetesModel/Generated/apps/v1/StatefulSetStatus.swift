// Made by scripts/generate-model.py from openapi/: change that instead.

/// `StatefulSetStatus` of apps/v1.
public struct StatefulSetStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        availableReplicas: Int? = nil,
        collisionCount: Int? = nil,
        conditions: [StatefulSetCondition]? = nil,
        currentReplicas: Int? = nil,
        currentRevision: String? = nil,
        observedGeneration: Int? = nil,
        readyReplicas: Int? = nil,
        replicas: Int? = nil,
        updateRevision: String? = nil,
        updatedReplicas: Int? = nil
    ) {
        json = .emptyObject
        json.write(availableReplicas, at: "availableReplicas")
        json.write(collisionCount, at: "collisionCount")
        json.write(conditions, at: "conditions")
        json.write(currentReplicas, at: "currentReplicas")
        json.write(currentRevision, at: "currentRevision")
        json.write(observedGeneration, at: "observedGeneration")
        json.write(readyReplicas, at: "readyReplicas")
        json.write(replicas, at: "replicas")
        json.write(updateRevision, at: "updateRevision")
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
    public var conditions: [StatefulSetCondition]? {
        get { json.read("conditions") }
        set { json.write(newValue, at: "conditions") }
    }
    public var currentReplicas: Int? {
        get { json.read("currentReplicas") }
        set { json.write(newValue, at: "currentReplicas") }
    }
    public var currentRevision: String? {
        get { json.read("currentRevision") }
        set { json.write(newValue, at: "currentRevision") }
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
    public var updateRevision: String? {
        get { json.read("updateRevision") }
        set { json.write(newValue, at: "updateRevision") }
    }
    public var updatedReplicas: Int? {
        get { json.read("updatedReplicas") }
        set { json.write(newValue, at: "updatedReplicas") }
    }
}
