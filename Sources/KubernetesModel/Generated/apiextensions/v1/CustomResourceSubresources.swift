// Made by scripts/generate-model.py from openapi/: change that instead.

/// `CustomResourceSubresources` of apiextensions/v1.
public struct CustomResourceSubresources: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        scale: CustomResourceSubresourceScale? = nil,
        status: CustomResourceSubresourceStatus? = nil
    ) {
        json = .emptyObject
        json.write(scale, at: "scale")
        json.write(status, at: "status")
    }
    public var scale: CustomResourceSubresourceScale? {
        get { json.read("scale") }
        set { json.write(newValue, at: "scale") }
    }
    public var status: CustomResourceSubresourceStatus? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
}
