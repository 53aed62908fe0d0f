// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ComponentCondition` of core/v1.
public struct ComponentCondition: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        error: String? = nil,
        message: String? = nil,
        status: String? = nil,
        type: String? = nil
    ) {
        json = .emptyObject
        json.write(error, at: "error")
        json.write(message, at: "message")
        json.write(status, at: "status")
        json.write(type, at: "type")
    }
    public var error: String? {
        get { json.read("error") }
        set { json.write(newValue, at: "error") }
    }
    public var message: String? {
        get { json.read("message") }
        set { json.write(newValue, at: "message") }
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
