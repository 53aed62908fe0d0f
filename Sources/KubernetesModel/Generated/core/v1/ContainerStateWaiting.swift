// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ContainerStateWaiting` of core/v1.
public struct ContainerStateWaiting: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        message: String? = nil,
        reason: String? = nil
    ) {
        json = .emptyObject
        json.write(message, at: "message")
        json.write(reason, at: "reason")
    }
    public var message: String? {
        get { json.read("message") }
        set { json.write(newValue, at: "message") }
    }
    public var reason: String? {
        get { json.read("reason") }
        set { json.write(newValue, at: "reason") }
    }
}
