// Made by scripts/generate-model.py from openapi/: change that instead.

/// `Taint` of core/v1.
public struct Taint: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        effect: String? = nil,
        key: String? = nil,
        timeAdded: Timestamp? = nil,
        value: String? = nil
    ) {
        json = .emptyObject
        json.write(effect, at: "effect")
        json.write(key, at: "key")
        json.write(timeAdded, at: "timeAdded")
        json.write(value, at: "value")
    }
    public var effect: String? {
        get { json.read("effect") }
        set { json.write(newValue, at: "effect") }
    }
    public var key: String? {
        get { json.read("key") }
        set { json.write(newValue, at: "key") }
    }
    public var timeAdded: Timestamp? {
        get { json.read("timeAdded") }
        set { json.write(newValue, at: "timeAdded") }
    }
    public var value: String? {
        get { json.read("value") }
        set { json.write(newValue, at: "value") }
    }
}
