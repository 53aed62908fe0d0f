// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NodeAllocatableResourceClaimStatus` of core/v1.
public struct NodeAllocatableResourceClaimStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        containers: [String]? = nil,
        resourceClaimName: String? = nil,
        resources: [String: Quantity]? = nil
    ) {
        json = .emptyObject
        json.write(containers, at: "containers")
        json.write(resourceClaimName, at: "resourceClaimName")
        json.write(resources, at: "resources")
    }
    public var containers: [String]? {
        get { json.read("containers") }
        set { json.write(newValue, at: "containers") }
    }
    public var resourceClaimName: String? {
        get { json.read("resourceClaimName") }
        set { json.write(newValue, at: "resourceClaimName") }
    }
    public var resources: [String: Quantity]? {
        get { json.read("resources") }
        set { json.write(newValue, at: "resources") }
    }
}
