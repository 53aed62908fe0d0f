// Made by scripts/generate-model.py from openapi/: change that instead.

/// `DeploymentStrategy` of apps/v1.
public struct DeploymentStrategy: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        rollingUpdate: RollingUpdateDeployment? = nil,
        type: String? = nil
    ) {
        json = .emptyObject
        json.write(rollingUpdate, at: "rollingUpdate")
        json.write(type, at: "type")
    }
    public var rollingUpdate: RollingUpdateDeployment? {
        get { json.read("rollingUpdate") }
        set { json.write(newValue, at: "rollingUpdate") }
    }
    public var type: String? {
        get { json.read("type") }
        set { json.write(newValue, at: "type") }
    }
}
