// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ContainerRestartRule` of core/v1.
public struct ContainerRestartRule: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        action: String? = nil,
        exitCodes: ContainerRestartRuleOnExitCodes? = nil
    ) {
        json = .emptyObject
        json.write(action, at: "action")
        json.write(exitCodes, at: "exitCodes")
    }
    public var action: String? {
        get { json.read("action") }
        set { json.write(newValue, at: "action") }
    }
    public var exitCodes: ContainerRestartRuleOnExitCodes? {
        get { json.read("exitCodes") }
        set { json.write(newValue, at: "exitCodes") }
    }
}
