// Made by scripts/generate-model.py from openapi/: change that instead.

/// `EndpointConditions` of discovery/v1.
public struct EndpointConditions: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        ready: Bool? = nil,
        serving: Bool? = nil,
        terminating: Bool? = nil
    ) {
        json = .emptyObject
        json.write(ready, at: "ready")
        json.write(serving, at: "serving")
        json.write(terminating, at: "terminating")
    }
    public var ready: Bool? {
        get { json.read("ready") }
        set { json.write(newValue, at: "ready") }
    }
    public var serving: Bool? {
        get { json.read("serving") }
        set { json.write(newValue, at: "serving") }
    }
    public var terminating: Bool? {
        get { json.read("terminating") }
        set { json.write(newValue, at: "terminating") }
    }
}
