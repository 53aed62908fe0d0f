// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NodeConfigStatus` of core/v1.
public struct NodeConfigStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        active: NodeConfigSource? = nil,
        assigned: NodeConfigSource? = nil,
        error: String? = nil,
        lastKnownGood: NodeConfigSource? = nil
    ) {
        json = .emptyObject
        json.write(active, at: "active")
        json.write(assigned, at: "assigned")
        json.write(error, at: "error")
        json.write(lastKnownGood, at: "lastKnownGood")
    }
    public var active: NodeConfigSource? {
        get { json.read("active") }
        set { json.write(newValue, at: "active") }
    }
    public var assigned: NodeConfigSource? {
        get { json.read("assigned") }
        set { json.write(newValue, at: "assigned") }
    }
    public var error: String? {
        get { json.read("error") }
        set { json.write(newValue, at: "error") }
    }
    public var lastKnownGood: NodeConfigSource? {
        get { json.read("lastKnownGood") }
        set { json.write(newValue, at: "lastKnownGood") }
    }
}
