// Made by scripts/generate-model.py from openapi/: change that instead.

/// `JobStatus` of batch/v1.
public struct JobStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        active: Int? = nil,
        completedIndexes: String? = nil,
        completionTime: Timestamp? = nil,
        conditions: [JobCondition]? = nil,
        failed: Int? = nil,
        failedIndexes: String? = nil,
        ready: Int? = nil,
        startTime: Timestamp? = nil,
        succeeded: Int? = nil,
        terminating: Int? = nil,
        uncountedTerminatedPods: UncountedTerminatedPods? = nil
    ) {
        json = .emptyObject
        json.write(active, at: "active")
        json.write(completedIndexes, at: "completedIndexes")
        json.write(completionTime, at: "completionTime")
        json.write(conditions, at: "conditions")
        json.write(failed, at: "failed")
        json.write(failedIndexes, at: "failedIndexes")
        json.write(ready, at: "ready")
        json.write(startTime, at: "startTime")
        json.write(succeeded, at: "succeeded")
        json.write(terminating, at: "terminating")
        json.write(uncountedTerminatedPods, at: "uncountedTerminatedPods")
    }
    public var active: Int? {
        get { json.read("active") }
        set { json.write(newValue, at: "active") }
    }
    public var completedIndexes: String? {
        get { json.read("completedIndexes") }
        set { json.write(newValue, at: "completedIndexes") }
    }
    public var completionTime: Timestamp? {
        get { json.read("completionTime") }
        set { json.write(newValue, at: "completionTime") }
    }
    public var conditions: [JobCondition]? {
        get { json.read("conditions") }
        set { json.write(newValue, at: "conditions") }
    }
    public var failed: Int? {
        get { json.read("failed") }
        set { json.write(newValue, at: "failed") }
    }
    public var failedIndexes: String? {
        get { json.read("failedIndexes") }
        set { json.write(newValue, at: "failedIndexes") }
    }
    public var ready: Int? {
        get { json.read("ready") }
        set { json.write(newValue, at: "ready") }
    }
    public var startTime: Timestamp? {
        get { json.read("startTime") }
        set { json.write(newValue, at: "startTime") }
    }
    public var succeeded: Int? {
        get { json.read("succeeded") }
        set { json.write(newValue, at: "succeeded") }
    }
    public var terminating: Int? {
        get { json.read("terminating") }
        set { json.write(newValue, at: "terminating") }
    }
    public var uncountedTerminatedPods: UncountedTerminatedPods? {
        get { json.read("uncountedTerminatedPods") }
        set { json.write(newValue, at: "uncountedTerminatedPods") }
    }
}
