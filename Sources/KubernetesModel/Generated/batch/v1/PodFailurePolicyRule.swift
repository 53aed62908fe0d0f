// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PodFailurePolicyRule` of batch/v1.
public struct PodFailurePolicyRule: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        action: String? = nil,
        onExitCodes: PodFailurePolicyOnExitCodesRequirement? = nil,
        onPodConditions: [PodFailurePolicyOnPodConditionsPattern]? = nil
    ) {
        json = .emptyObject
        json.write(action, at: "action")
        json.write(onExitCodes, at: "onExitCodes")
        json.write(onPodConditions, at: "onPodConditions")
    }
    public var action: String? {
        get { json.read("action") }
        set { json.write(newValue, at: "action") }
    }
    public var onExitCodes: PodFailurePolicyOnExitCodesRequirement? {
        get { json.read("onExitCodes") }
        set { json.write(newValue, at: "onExitCodes") }
    }
    public var onPodConditions: [PodFailurePolicyOnPodConditionsPattern]? {
        get { json.read("onPodConditions") }
        set { json.write(newValue, at: "onPodConditions") }
    }
}
