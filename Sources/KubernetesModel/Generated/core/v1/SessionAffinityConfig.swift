// Made by scripts/generate-model.py from openapi/: change that instead.

/// `SessionAffinityConfig` of core/v1.
public struct SessionAffinityConfig: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        clientIP: ClientIPConfig? = nil
    ) {
        json = .emptyObject
        json.write(clientIP, at: "clientIP")
    }
    public var clientIP: ClientIPConfig? {
        get { json.read("clientIP") }
        set { json.write(newValue, at: "clientIP") }
    }
}
