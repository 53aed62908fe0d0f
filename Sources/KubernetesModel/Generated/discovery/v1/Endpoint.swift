// Made by scripts/generate-model.py from openapi/: change that instead.

/// `Endpoint` of discovery/v1.
public struct Endpoint: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        addresses: [String]? = nil,
        conditions: EndpointConditions? = nil,
        deprecatedTopology: [String: String]? = nil,
        hints: EndpointHints? = nil,
        hostname: String? = nil,
        nodeName: String? = nil,
        targetRef: ObjectReference? = nil,
        zone: String? = nil
    ) {
        json = .emptyObject
        json.write(addresses, at: "addresses")
        json.write(conditions, at: "conditions")
        json.write(deprecatedTopology, at: "deprecatedTopology")
        json.write(hints, at: "hints")
        json.write(hostname, at: "hostname")
        json.write(nodeName, at: "nodeName")
        json.write(targetRef, at: "targetRef")
        json.write(zone, at: "zone")
    }
    public var addresses: [String]? {
        get { json.read("addresses") }
        set { json.write(newValue, at: "addresses") }
    }
    public var conditions: EndpointConditions? {
        get { json.read("conditions") }
        set { json.write(newValue, at: "conditions") }
    }
    public var deprecatedTopology: [String: String]? {
        get { json.read("deprecatedTopology") }
        set { json.write(newValue, at: "deprecatedTopology") }
    }
    public var hints: EndpointHints? {
        get { json.read("hints") }
        set { json.write(newValue, at: "hints") }
    }
    public var hostname: String? {
        get { json.read("hostname") }
        set { json.write(newValue, at: "hostname") }
    }
    public var nodeName: String? {
        get { json.read("nodeName") }
        set { json.write(newValue, at: "nodeName") }
    }
    public var targetRef: ObjectReference? {
        get { json.read("targetRef") }
        set { json.write(newValue, at: "targetRef") }
    }
    public var zone: String? {
        get { json.read("zone") }
        set { json.write(newValue, at: "zone") }
    }
}
