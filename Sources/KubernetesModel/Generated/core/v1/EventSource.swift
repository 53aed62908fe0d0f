// Made by scripts/generate-model.py from openapi/: change that instead.

/// `EventSource` of core/v1.
public struct EventSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        component: String? = nil,
        host: String? = nil
    ) {
        json = .emptyObject
        json.write(component, at: "component")
        json.write(host, at: "host")
    }
    public var component: String? {
        get { json.read("component") }
        set { json.write(newValue, at: "component") }
    }
    public var host: String? {
        get { json.read("host") }
        set { json.write(newValue, at: "host") }
    }
}
