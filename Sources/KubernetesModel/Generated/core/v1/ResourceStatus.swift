// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ResourceStatus` of core/v1.
public struct ResourceStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        name: String? = nil,
        resources: [ResourceHealth]? = nil
    ) {
        json = .emptyObject
        json.write(name, at: "name")
        json.write(resources, at: "resources")
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var resources: [ResourceHealth]? {
        get { json.read("resources") }
        set { json.write(newValue, at: "resources") }
    }
}
