// Made by scripts/generate-model.py from openapi/: change that instead.

/// `RollingUpdateDaemonSet` of apps/v1.
public struct RollingUpdateDaemonSet: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        maxSurge: IntOrString? = nil,
        maxUnavailable: IntOrString? = nil
    ) {
        json = .emptyObject
        json.write(maxSurge, at: "maxSurge")
        json.write(maxUnavailable, at: "maxUnavailable")
    }
    public var maxSurge: IntOrString? {
        get { json.read("maxSurge") }
        set { json.write(newValue, at: "maxSurge") }
    }
    public var maxUnavailable: IntOrString? {
        get { json.read("maxUnavailable") }
        set { json.write(newValue, at: "maxUnavailable") }
    }
}
