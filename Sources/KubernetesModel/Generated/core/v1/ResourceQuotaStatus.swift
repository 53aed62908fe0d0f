// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ResourceQuotaStatus` of core/v1.
public struct ResourceQuotaStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        hard: [String: Quantity]? = nil,
        used: [String: Quantity]? = nil
    ) {
        json = .emptyObject
        json.write(hard, at: "hard")
        json.write(used, at: "used")
    }
    public var hard: [String: Quantity]? {
        get { json.read("hard") }
        set { json.write(newValue, at: "hard") }
    }
    public var used: [String: Quantity]? {
        get { json.read("used") }
        set { json.write(newValue, at: "used") }
    }
}
