// Made by scripts/generate-model.py from openapi/: change that instead.

/// `UncountedTerminatedPods` of batch/v1.
public struct UncountedTerminatedPods: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        failed: [String]? = nil,
        succeeded: [String]? = nil
    ) {
        json = .emptyObject
        json.write(failed, at: "failed")
        json.write(succeeded, at: "succeeded")
    }
    public var failed: [String]? {
        get { json.read("failed") }
        set { json.write(newValue, at: "failed") }
    }
    public var succeeded: [String]? {
        get { json.read("succeeded") }
        set { json.write(newValue, at: "succeeded") }
    }
}
