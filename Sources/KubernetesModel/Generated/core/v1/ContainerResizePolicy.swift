// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ContainerResizePolicy` of core/v1.
public struct ContainerResizePolicy: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        resourceName: String? = nil,
        restartPolicy: String? = nil
    ) {
        json = .emptyObject
        json.write(resourceName, at: "resourceName")
        json.write(restartPolicy, at: "restartPolicy")
    }
    public var resourceName: String? {
        get { json.read("resourceName") }
        set { json.write(newValue, at: "resourceName") }
    }
    public var restartPolicy: String? {
        get { json.read("restartPolicy") }
        set { json.write(newValue, at: "restartPolicy") }
    }
}
