// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PodFailurePolicyOnPodConditionsPattern` of batch/v1.
public struct PodFailurePolicyOnPodConditionsPattern: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        status: String? = nil,
        type: String? = nil
    ) {
        json = .emptyObject
        json.write(status, at: "status")
        json.write(type, at: "type")
    }
    public var status: String? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
    public var type: String? {
        get { json.read("type") }
        set { json.write(newValue, at: "type") }
    }
}
