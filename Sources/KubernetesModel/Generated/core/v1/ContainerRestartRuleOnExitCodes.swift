// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ContainerRestartRuleOnExitCodes` of core/v1.
public struct ContainerRestartRuleOnExitCodes: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        `operator`: String? = nil,
        values: [Int]? = nil
    ) {
        json = .emptyObject
        json.write(`operator`, at: "operator")
        json.write(values, at: "values")
    }
    public var `operator`: String? {
        get { json.read("operator") }
        set { json.write(newValue, at: "operator") }
    }
    public var values: [Int]? {
        get { json.read("values") }
        set { json.write(newValue, at: "values") }
    }
}
