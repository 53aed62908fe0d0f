// Made by scripts/generate-model.py from openapi/: change that instead.

/// `CustomResourceConversion` of apiextensions/v1.
public struct CustomResourceConversion: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        strategy: String? = nil,
        webhook: WebhookConversion? = nil
    ) {
        json = .emptyObject
        json.write(strategy, at: "strategy")
        json.write(webhook, at: "webhook")
    }
    public var strategy: String? {
        get { json.read("strategy") }
        set { json.write(newValue, at: "strategy") }
    }
    public var webhook: WebhookConversion? {
        get { json.read("webhook") }
        set { json.write(newValue, at: "webhook") }
    }
}
