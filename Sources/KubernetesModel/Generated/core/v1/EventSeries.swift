// Made by scripts/generate-model.py from openapi/: change that instead.

/// `EventSeries` of core/v1.
public struct EventSeries: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        count: Int? = nil,
        lastObservedTime: Timestamp? = nil
    ) {
        json = .emptyObject
        json.write(count, at: "count")
        json.write(lastObservedTime, at: "lastObservedTime")
    }
    public var count: Int? {
        get { json.read("count") }
        set { json.write(newValue, at: "count") }
    }
    public var lastObservedTime: Timestamp? {
        get { json.read("lastObservedTime") }
        set { json.write(newValue, at: "lastObservedTime") }
    }
}
