// Made by scripts/generate-model.py from openapi/: change that instead.

/// `LoadBalancerIngress` of core/v1.
public struct LoadBalancerIngress: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        hostname: String? = nil,
        ip: String? = nil,
        ipMode: String? = nil,
        ports: [PortStatus]? = nil
    ) {
        json = .emptyObject
        json.write(hostname, at: "hostname")
        json.write(ip, at: "ip")
        json.write(ipMode, at: "ipMode")
        json.write(ports, at: "ports")
    }
    public var hostname: String? {
        get { json.read("hostname") }
        set { json.write(newValue, at: "hostname") }
    }
    public var ip: String? {
        get { json.read("ip") }
        set { json.write(newValue, at: "ip") }
    }
    public var ipMode: String? {
        get { json.read("ipMode") }
        set { json.write(newValue, at: "ipMode") }
    }
    public var ports: [PortStatus]? {
        get { json.read("ports") }
        set { json.write(newValue, at: "ports") }
    }
}
