// Made by scripts/generate-model.py from openapi/: change that instead.

/// `StatusDetails` of meta/v1.
public struct StatusDetails: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        causes: [StatusCause]? = nil,
        group: String? = nil,
        kind: String? = nil,
        name: String? = nil,
        retryAfterSeconds: Int? = nil,
        uid: String? = nil
    ) {
        json = .emptyObject
        json.write(causes, at: "causes")
        json.write(group, at: "group")
        json.write(kind, at: "kind")
        json.write(name, at: "name")
        json.write(retryAfterSeconds, at: "retryAfterSeconds")
        json.write(uid, at: "uid")
    }
    public var causes: [StatusCause]? {
        get { json.read("causes") }
        set { json.write(newValue, at: "causes") }
    }
    public var group: String? {
        get { json.read("group") }
        set { json.write(newValue, at: "group") }
    }
    public var kind: String? {
        get { json.read("kind") }
        set { json.write(newValue, at: "kind") }
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var retryAfterSeconds: Int? {
        get { json.read("retryAfterSeconds") }
        set { json.write(newValue, at: "retryAfterSeconds") }
    }
    public var uid: String? {
        get { json.read("uid") }
        set { json.write(newValue, at: "uid") }
    }
}
