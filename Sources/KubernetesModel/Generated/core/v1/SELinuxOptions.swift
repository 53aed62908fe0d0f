// Made by scripts/generate-model.py from openapi/: change that instead.

/// `SELinuxOptions` of core/v1.
public struct SELinuxOptions: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        level: String? = nil,
        role: String? = nil,
        type: String? = nil,
        user: String? = nil
    ) {
        json = .emptyObject
        json.write(level, at: "level")
        json.write(role, at: "role")
        json.write(type, at: "type")
        json.write(user, at: "user")
    }
    public var level: String? {
        get { json.read("level") }
        set { json.write(newValue, at: "level") }
    }
    public var role: String? {
        get { json.read("role") }
        set { json.write(newValue, at: "role") }
    }
    public var type: String? {
        get { json.read("type") }
        set { json.write(newValue, at: "type") }
    }
    public var user: String? {
        get { json.read("user") }
        set { json.write(newValue, at: "user") }
    }
}
