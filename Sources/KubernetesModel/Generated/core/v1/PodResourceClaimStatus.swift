// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PodResourceClaimStatus` of core/v1.
public struct PodResourceClaimStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        name: String? = nil,
        resourceClaimName: String? = nil
    ) {
        json = .emptyObject
        json.write(name, at: "name")
        json.write(resourceClaimName, at: "resourceClaimName")
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var resourceClaimName: String? {
        get { json.read("resourceClaimName") }
        set { json.write(newValue, at: "resourceClaimName") }
    }
}
