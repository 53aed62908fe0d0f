// Made by scripts/generate-model.py from openapi/: change that instead.

/// `DaemonSetUpdateStrategy` of apps/v1.
public struct DaemonSetUpdateStrategy: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        rollingUpdate: RollingUpdateDaemonSet? = nil,
        type: String? = nil
    ) {
        json = .emptyObject
        json.write(rollingUpdate, at: "rollingUpdate")
        json.write(type, at: "type")
    }
    public var rollingUpdate: RollingUpdateDaemonSet? {
        get { json.read("rollingUpdate") }
        set { json.write(newValue, at: "rollingUpdate") }
    }
    public var type: String? {
        get { json.read("type") }
        set { json.write(newValue, at: "type") }
    }
}
