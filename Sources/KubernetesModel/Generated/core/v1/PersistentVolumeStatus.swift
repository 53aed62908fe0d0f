// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PersistentVolumeStatus` of core/v1.
public struct PersistentVolumeStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        lastPhaseTransitionTime: Timestamp? = nil,
        message: String? = nil,
        phase: String? = nil,
        reason: String? = nil
    ) {
        json = .emptyObject
        json.write(lastPhaseTransitionTime, at: "lastPhaseTransitionTime")
        json.write(message, at: "message")
        json.write(phase, at: "phase")
        json.write(reason, at: "reason")
    }
    public var lastPhaseTransitionTime: Timestamp? {
        get { json.read("lastPhaseTransitionTime") }
        set { json.write(newValue, at: "lastPhaseTransitionTime") }
    }
    public var message: String? {
        get { json.read("message") }
        set { json.write(newValue, at: "message") }
    }
    public var phase: String? {
        get { json.read("phase") }
        set { json.write(newValue, at: "phase") }
    }
    public var reason: String? {
        get { json.read("reason") }
        set { json.write(newValue, at: "reason") }
    }
}
