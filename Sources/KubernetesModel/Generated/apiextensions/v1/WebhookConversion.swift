// Made by scripts/generate-model.py from openapi/: change that instead.

/// `WebhookConversion` of apiextensions/v1.
public struct WebhookConversion: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        clientConfig: WebhookClientConfig? = nil,
        conversionReviewVersions: [String]? = nil
    ) {
        json = .emptyObject
        json.write(clientConfig, at: "clientConfig")
        json.write(conversionReviewVersions, at: "conversionReviewVersions")
    }
    public var clientConfig: WebhookClientConfig? {
        get { json.read("clientConfig") }
        set { json.write(newValue, at: "clientConfig") }
    }
    public var conversionReviewVersions: [String]? {
        get { json.read("conversionReviewVersions") }
        set { json.write(newValue, at: "conversionReviewVersions") }
    }
}
