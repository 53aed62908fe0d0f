// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ContainerExtendedResourceRequest` of core/v1.
public struct ContainerExtendedResourceRequest: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        containerName: String? = nil,
        requestName: String? = nil,
        resourceName: String? = nil
    ) {
        json = .emptyObject
        json.write(containerName, at: "containerName")
        json.write(requestName, at: "requestName")
        json.write(resourceName, at: "resourceName")
    }
    public var containerName: String? {
        get { json.read("containerName") }
        set { json.write(newValue, at: "containerName") }
    }
    public var requestName: String? {
        get { json.read("requestName") }
        set { json.write(newValue, at: "requestName") }
    }
    public var resourceName: String? {
        get { json.read("resourceName") }
        set { json.write(newValue, at: "resourceName") }
    }
}
