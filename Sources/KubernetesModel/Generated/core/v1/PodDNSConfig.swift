// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PodDNSConfig` of core/v1.
public struct PodDNSConfig: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        nameservers: [String]? = nil,
        options: [PodDNSConfigOption]? = nil,
        searches: [String]? = nil
    ) {
        json = .emptyObject
        json.write(nameservers, at: "nameservers")
        json.write(options, at: "options")
        json.write(searches, at: "searches")
    }
    public var nameservers: [String]? {
        get { json.read("nameservers") }
        set { json.write(newValue, at: "nameservers") }
    }
    public var options: [PodDNSConfigOption]? {
        get { json.read("options") }
        set { json.write(newValue, at: "options") }
    }
    public var searches: [String]? {
        get { json.read("searches") }
        set { json.write(newValue, at: "searches") }
    }
}
