// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ContainerStateRunning` of core/v1.
public struct ContainerStateRunning: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        startedAt: Timestamp? = nil
    ) {
        json = .emptyObject
        json.write(startedAt, at: "startedAt")
    }
    public var startedAt: Timestamp? {
        get { json.read("startedAt") }
        set { json.write(newValue, at: "startedAt") }
    }
}
