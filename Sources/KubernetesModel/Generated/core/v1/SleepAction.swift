// Made by scripts/generate-model.py from openapi/: change that instead.

/// `SleepAction` of core/v1.
public struct SleepAction: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        seconds: Int? = nil
    ) {
        json = .emptyObject
        json.write(seconds, at: "seconds")
    }
    public var seconds: Int? {
        get { json.read("seconds") }
        set { json.write(newValue, at: "seconds") }
    }
}
