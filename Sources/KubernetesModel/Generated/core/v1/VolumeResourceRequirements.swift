// Made by scripts/generate-model.py from openapi/: change that instead.

/// `VolumeResourceRequirements` of core/v1.
public struct VolumeResourceRequirements: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        limits: [String: Quantity]? = nil,
        requests: [String: Quantity]? = nil
    ) {
        json = .emptyObject
        json.write(limits, at: "limits")
        json.write(requests, at: "requests")
    }
    public var limits: [String: Quantity]? {
        get { json.read("limits") }
        set { json.write(newValue, at: "limits") }
    }
    public var requests: [String: Quantity]? {
        get { json.read("requests") }
        set { json.write(newValue, at: "requests") }
    }
}
