// Made by scripts/generate-model.py from openapi/: change that instead.

/// `CronJobStatus` of batch/v1.
public struct CronJobStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        active: [ObjectReference]? = nil,
        lastScheduleTime: Timestamp? = nil,
        lastSuccessfulTime: Timestamp? = nil
    ) {
        json = .emptyObject
        json.write(active, at: "active")
        json.write(lastScheduleTime, at: "lastScheduleTime")
        json.write(lastSuccessfulTime, at: "lastSuccessfulTime")
    }
    public var active: [ObjectReference]? {
        get { json.read("active") }
        set { json.write(newValue, at: "active") }
    }
    public var lastScheduleTime: Timestamp? {
        get { json.read("lastScheduleTime") }
        set { json.write(newValue, at: "lastScheduleTime") }
    }
    public var lastSuccessfulTime: Timestamp? {
        get { json.read("lastSuccessfulTime") }
        set { json.write(newValue, at: "lastSuccessfulTime") }
    }
}
