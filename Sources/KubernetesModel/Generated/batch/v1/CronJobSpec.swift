// Made by scripts/generate-model.py from openapi/: change that instead.

/// `CronJobSpec` of batch/v1.
public struct CronJobSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        concurrencyPolicy: String? = nil,
        failedJobsHistoryLimit: Int? = nil,
        jobTemplate: JobTemplateSpec? = nil,
        schedule: String? = nil,
        startingDeadlineSeconds: Int? = nil,
        successfulJobsHistoryLimit: Int? = nil,
        suspend: Bool? = nil,
        timeZone: String? = nil
    ) {
        json = .emptyObject
        json.write(concurrencyPolicy, at: "concurrencyPolicy")
        json.write(failedJobsHistoryLimit, at: "failedJobsHistoryLimit")
        json.write(jobTemplate, at: "jobTemplate")
        json.write(schedule, at: "schedule")
        json.write(startingDeadlineSeconds, at: "startingDeadlineSeconds")
        json.write(successfulJobsHistoryLimit, at: "successfulJobsHistoryLimit")
        json.write(suspend, at: "suspend")
        json.write(timeZone, at: "timeZone")
    }
    public var concurrencyPolicy: String? {
        get { json.read("concurrencyPolicy") }
        set { json.write(newValue, at: "concurrencyPolicy") }
    }
    public var failedJobsHistoryLimit: Int? {
        get { json.read("failedJobsHistoryLimit") }
        set { json.write(newValue, at: "failedJobsHistoryLimit") }
    }
    public var jobTemplate: JobTemplateSpec? {
        get { json.read("jobTemplate") }
        set { json.write(newValue, at: "jobTemplate") }
    }
    public var schedule: String? {
        get { json.read("schedule") }
        set { json.write(newValue, at: "schedule") }
    }
    public var startingDeadlineSeconds: Int? {
        get { json.read("startingDeadlineSeconds") }
        set { json.write(newValue, at: "startingDeadlineSeconds") }
    }
    public var successfulJobsHistoryLimit: Int? {
        get { json.read("successfulJobsHistoryLimit") }
        set { json.write(newValue, at: "successfulJobsHistoryLimit") }
    }
    public var suspend: Bool? {
        get { json.read("suspend") }
        set { json.write(newValue, at: "suspend") }
    }
    public var timeZone: String? {
        get { json.read("timeZone") }
        set { json.write(newValue, at: "timeZone") }
    }
}
