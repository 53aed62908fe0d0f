// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ClientIPConfig` of core/v1.
public struct ClientIPConfig: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        timeoutSeconds: Int? = nil
    ) {
        json = .emptyObject
        json.write(timeoutSeconds, at: "timeoutSeconds")
    }
    public var timeoutSeconds: Int? {
        get { json.read("timeoutSeconds") }
        set { json.write(newValue, at: "timeoutSeconds") }
    }
}
