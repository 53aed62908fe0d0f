// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NodeCondition` of core/v1.
public struct NodeCondition: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        lastHeartbeatTime: Timestamp? = nil,
        lastTransitionTime: Timestamp? = nil,
        message: String? = nil,
        reason: String? = nil,
        status: String? = nil,
        type: String? = nil
    ) {
        json = .emptyObject
        json.write(lastHeartbeatTime, at: "lastHeartbeatTime")
        json.write(lastTransitionTime, at: "lastTransitionTime")
        json.write(message, at: "message")
        json.write(reason, at: "reason")
        json.write(status, at: "status")
        json.write(type, at: "type")
    }
    public var lastHeartbeatTime: Timestamp? {
        get { json.read("lastHeartbeatTime") }
        set { json.write(newValue, at: "lastHeartbeatTime") }
    }
    public var lastTransitionTime: Timestamp? {
        get { json.read("lastTransitionTime") }
        set { json.write(newValue, at: "lastTransitionTime") }
    }
    public var message: String? {
        get { json.read("message") }
        set { json.write(newValue, at: "message") }
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
