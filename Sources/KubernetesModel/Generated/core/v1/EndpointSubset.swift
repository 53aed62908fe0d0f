// Made by scripts/generate-model.py from openapi/: change that instead.

/// `EndpointSubset` of core/v1.
public struct EndpointSubset: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        addresses: [EndpointAddress]? = nil,
        notReadyAddresses: [EndpointAddress]? = nil,
        ports: [EndpointPort]? = nil
    ) {
        json = .emptyObject
        json.write(addresses, at: "addresses")
        json.write(notReadyAddresses, at: "notReadyAddresses")
        json.write(ports, at: "ports")
    }
    public var addresses: [EndpointAddress]? {
        get { json.read("addresses") }
        set { json.write(newValue, at: "addresses") }
    }
    public var notReadyAddresses: [EndpointAddress]? {
        get { json.read("notReadyAddresses") }
        set { json.write(newValue, at: "notReadyAddresses") }
    }
    public var ports: [EndpointPort]? {
        get { json.read("ports") }
        set { json.write(newValue, at: "ports") }
    }
}
