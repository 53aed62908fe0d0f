// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PodExtendedResourceClaimStatus` of core/v1.
public struct PodExtendedResourceClaimStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        requestMappings: [ContainerExtendedResourceRequest]? = nil,
        resourceClaimName: String? = nil
    ) {
        json = .emptyObject
        json.write(requestMappings, at: "requestMappings")
        json.write(resourceClaimName, at: "resourceClaimName")
    }
    public var requestMappings: [ContainerExtendedResourceRequest]? {
        get { json.read("requestMappings") }
        set { json.write(newValue, at: "requestMappings") }
    }
    public var resourceClaimName: String? {
        get { json.read("resourceClaimName") }
        set { json.write(newValue, at: "resourceClaimName") }
    }
}
