// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ExecAction` of core/v1.
public struct ExecAction: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        command: [String]? = nil
    ) {
        json = .emptyObject
        json.write(command, at: "command")
    }
    public var command: [String]? {
        get { json.read("command") }
        set { json.write(newValue, at: "command") }
    }
}
