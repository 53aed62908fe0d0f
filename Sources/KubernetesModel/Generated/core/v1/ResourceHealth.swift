// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ResourceHealth` of core/v1.
public struct ResourceHealth: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        health: String? = nil,
        message: String? = nil,
        resourceID: String? = nil
    ) {
        json = .emptyObject
        json.write(health, at: "health")
        json.write(message, at: "message")
        json.write(resourceID, at: "resourceID")
    }
    public var health: String? {
        get { json.read("health") }
        set { json.write(newValue, at: "health") }
    }
    public var message: String? {
        get { json.read("message") }
        set { json.write(newValue, at: "message") }
    }
    public var resourceID: String? {
        get { json.read("resourceID") }
        set { json.write(newValue, at: "resourceID") }
    }
}
