// Made by scripts/generate-model.py from openapi/: change that instead.

/// `EndpointAddress` of core/v1.
public struct EndpointAddress: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        hostname: String? = nil,
        ip: String? = nil,
        nodeName: String? = nil,
        targetRef: ObjectReference? = nil
    ) {
        json = .emptyObject
        json.write(hostname, at: "hostname")
        json.write(ip, at: "ip")
        json.write(nodeName, at: "nodeName")
        json.write(targetRef, at: "targetRef")
    }
    public var hostname: String? {
        get { json.read("hostname") }
        set { json.write(newValue, at: "hostname") }
    }
    public var ip: String? {
        get { json.read("ip") }
        set { json.write(newValue, at: "ip") }
    }
    public var nodeName: String? {
        get { json.read("nodeName") }
        set { json.write(newValue, at: "nodeName") }
    }
    public var targetRef: ObjectReference? {
        get { json.read("targetRef") }
        set { json.write(newValue, at: "targetRef") }
    }
}
