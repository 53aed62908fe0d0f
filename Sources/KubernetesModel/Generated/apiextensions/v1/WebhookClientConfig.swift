// Made by scripts/generate-model.py from openapi/: change that instead.

/// `WebhookClientConfig` of apiextensions/v1.
public struct WebhookClientConfig: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        caBundle: String? = nil,
        service: ServiceReference? = nil,
        url: String? = nil
    ) {
        json = .emptyObject
        json.write(caBundle, at: "caBundle")
        json.write(service, at: "service")
        json.write(url, at: "url")
    }
    public var caBundle: String? {
        get { json.read("caBundle") }
        set { json.write(newValue, at: "caBundle") }
    }
    public var service: ServiceReference? {
        get { json.read("service") }
        set { json.write(newValue, at: "service") }
    }
    public var url: String? {
        get { json.read("url") }
        set { json.write(newValue, at: "url") }
    }
}
