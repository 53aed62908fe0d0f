// Made by scripts/generate-model.py from openapi/: change that instead.

/// `HostAlias` of core/v1.
public struct HostAlias: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        hostnames: [String]? = nil,
        ip: String? = nil
    ) {
        json = .emptyObject
        json.write(hostnames, at: "hostnames")
        json.write(ip, at: "ip")
    }
    public var hostnames: [String]? {
        get { json.read("hostnames") }
        set { json.write(newValue, at: "hostnames") }
    }
    public var ip: String? {
        get { json.read("ip") }
        set { json.write(newValue, at: "ip") }
    }
}
