// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PodResourceClaim` of core/v1.
public struct PodResourceClaim: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        name: String? = nil,
        resourceClaimName: String? = nil,
        resourceClaimTemplateName: String? = nil
    ) {
        json = .emptyObject
        json.write(name, at: "name")
        json.write(resourceClaimName, at: "resourceClaimName")
        json.write(resourceClaimTemplateName, at: "resourceClaimTemplateName")
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var resourceClaimName: String? {
        get { json.read("resourceClaimName") }
        set { json.write(newValue, at: "resourceClaimName") }
    }
    public var resourceClaimTemplateName: String? {
        get { json.read("resourceClaimTemplateName") }
        set { json.write(newValue, at: "resourceClaimTemplateName") }
    }
}
