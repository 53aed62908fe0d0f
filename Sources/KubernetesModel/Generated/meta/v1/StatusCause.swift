// Made by scripts/generate-model.py from openapi/: change that instead.

/// `StatusCause` of meta/v1.
public struct StatusCause: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        field: String? = nil,
        message: String? = nil,
        reason: String? = nil
    ) {
        json = .emptyObject
        json.write(field, at: "field")
        json.write(message, at: "message")
        json.write(reason, at: "reason")
    }
    public var field: String? {
        get { json.read("field") }
        set { json.write(newValue, at: "field") }
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
