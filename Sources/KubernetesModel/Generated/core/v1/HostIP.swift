// Made by scripts/generate-model.py from openapi/: change that instead.

/// `HostIP` of core/v1.
public struct HostIP: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        ip: String? = nil
    ) {
        json = .emptyObject
        json.write(ip, at: "ip")
    }
    public var ip: String? {
        get { json.read("ip") }
        set { json.write(newValue, at: "ip") }
    }
}
