// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ResourceFieldSelector` of core/v1.
public struct ResourceFieldSelector: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        containerName: String? = nil,
        divisor: Quantity? = nil,
        resource: String? = nil
    ) {
        json = .emptyObject
        json.write(containerName, at: "containerName")
        json.write(divisor, at: "divisor")
        json.write(resource, at: "resource")
    }
    public var containerName: String? {
        get { json.read("containerName") }
        set { json.write(newValue, at: "containerName") }
    }
    public var divisor: Quantity? {
        get { json.read("divisor") }
        set { json.write(newValue, at: "divisor") }
    }
    public var resource: String? {
        get { json.read("resource") }
        set { json.write(newValue, at: "resource") }
    }
}
