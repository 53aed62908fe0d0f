// Made by scripts/generate-model.py from openapi/: change that instead.

/// `EndpointSlice` of discovery/v1.
public struct EndpointSlice: KubernetesObject {
    public static let resourceType = ResourceType(
        group: "discovery.k8s.io", version: "v1", kind: "EndpointSlice", plural: "endpointslices", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        addressType: String? = nil,
        endpoints: [Endpoint]? = nil,
        ports: [EndpointSlicePort]? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(addressType, at: "addressType")
        json.write(endpoints, at: "endpoints")
        json.write(ports, at: "ports")
    }
    public var addressType: String? {
        get { json.read("addressType") }
        set { json.write(newValue, at: "addressType") }
    }
    public var endpoints: [Endpoint]? {
        get { json.read("endpoints") }
        set { json.write(newValue, at: "endpoints") }
    }
    public var ports: [EndpointSlicePort]? {
        get { json.read("ports") }
        set { json.write(newValue, at: "ports") }
    }
}
