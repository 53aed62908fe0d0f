// Made by scripts/generate-model.py from openapi/: change that instead.

/// `DaemonSetStatus` of apps/v1.
public struct DaemonSetStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        collisionCount: Int? = nil,
        conditions: [DaemonSetCondition]? = nil,
        currentNumberScheduled: Int? = nil,
        desiredNumberScheduled: Int? = nil,
        numberAvailable: Int? = nil,
        numberMisscheduled: Int? = nil,
        numberReady: Int? = nil,
        numberUnavailable: Int? = nil,
        observedGeneration: Int? = nil,
        updatedNumberScheduled: Int? = nil
    ) {
        json = .emptyObject
        json.write(collisionCount, at: "collisionCount")
        json.write(conditions, at: "conditions")
        json.write(currentNumberScheduled, at: "currentNumberScheduled")
        json.write(desiredNumberScheduled, at: "desiredNumberScheduled")
        json.write(numberAvailable, at: "numberAvailable")
        json.write(numberMisscheduled, at: "numberMisscheduled")
        json.write(numberReady, at: "numberReady")
        json.write(numberUnavailable, at: "numberUnavailable")
        json.write(observedGeneration, at: "observedGeneration")
        json.write(updatedNumberScheduled, at: "updatedNumberScheduled")
    }
    public var collisionCount: Int? {
        get { json.read("collisionCount") }
        set { json.write(newValue, at: "collisionCount") }
    }
    public var conditions: [DaemonSetCondition]? {
        get { json.read("conditions") }
        set { json.write(newValue, at: "conditions") }
    }
    public var currentNumberScheduled: Int? {
        get { json.read("currentNumberScheduled") }
        set { json.write(newValue, at: "currentNumberScheduled") }
    }
    public var desiredNumberScheduled: Int? {
        get { json.read("desiredNumberScheduled") }
        set { json.write(newValue, at: "desiredNumberScheduled") }
    }
    public var numberAvailable: Int? {
        get { json.read("numberAvailable") }
        set { json.write(newValue, at: "numberAvailable") }
    }
    public var numberMisscheduled: Int? {
        get { json.read("numberMisscheduled") }
        set { json.write(newValue, at: "numberMisscheduled") }
    }
    public var numberReady: Int? {
        get { json.read("numberReady") }
        set { json.write(newValue, at: "numberReady") }
    }
    public var numberUnavailable: Int? {
        get { json.read("numberUnavailable") }
        set { json.write(newValue, at: "numberUnavailable") }
    }
    public var observedGeneration: Int? {
        get { json.read("observedGeneration") }
        set { json.write(newValue, at: "observedGeneration") }
    }
    public var updatedNumberScheduled: Int? {
        get { json.read("updatedNumberScheduled") }
        set { json.write(newValue, at: "updatedNumberScheduled") }
    }
}
