// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PodCondition` of core/v1.
public struct PodCondition: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        lastProbeTime: Timestamp? = nil,
        lastTransitionTime: Timestamp? = nil,
        message: String? = nil,
        observedGeneration: Int? = nil,
        reason: String? = nil,
        status: String? = nil,
        type: String? = nil
    ) {
        json = .emptyObject
        json.write(lastProbeTime, at: "lastProbeTime")
        json.write(lastTransitionTime, at: "lastTransitionTime")
        json.write(message, at: "message")
        json.write(observedGeneration, at: "observedGeneration")
        json.write(reason, at: "reason")
        json.write(status, at: "status")
        json.write(type, at: "type")
    }
    public var lastProbeTime: Timestamp? {
        get { json.read("lastProbeTime") }
        set { json.write(newValue, at: "lastProbeTime") }
    }
    public var lastTransitionTime: Timestamp? {
        get { json.read("lastTransitionTime") }
        set { json.write(newValue, at: "lastTransitionTime") }
    }
    public var message: String? {
        get { json.read("message") }
        set { json.write(newValue, at: "message") }
    }
    public var observedGeneration: Int? {
        get { json.read("observedGeneration") }
        set { json.write(newValue, at: "observedGeneration") }
    }
    public var reason: String? {
        get { json.read("reason") }
        set { json.write(newValue, at: "reason") }
    }
    public var status: String? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
    public var type: String? {
        get { json.read("type") }
        set { json.write(newValue, at: "type") }
    }
}
