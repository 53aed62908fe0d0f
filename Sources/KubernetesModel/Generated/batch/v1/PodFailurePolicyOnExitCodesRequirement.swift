// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PodFailurePolicyOnExitCodesRequirement` of batch/v1.
public struct PodFailurePolicyOnExitCodesRequirement: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        containerName: String? = nil,
        `operator`: String? = nil,
        values: [Int]? = nil
    ) {
        json = .emptyObject
        json.write(containerName, at: "containerName")
        json.write(`operator`, at: "operator")
        json.write(values, at: "values")
    }
    public var containerName: String? {
        get { json.read("containerName") }
        set { json.write(newValue, at: "containerName") }
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
