// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ResourceRequirements` of core/v1.
public struct ResourceRequirements: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        claims: [ResourceClaim]? = nil,
        limits: [String: Quantity]? = nil,
        requests: [String: Quantity]? = nil
    ) {
        json = .emptyObject
        json.write(claims, at: "claims")
        json.write(limits, at: "limits")
        json.write(requests, at: "requests")
    }
    public var claims: [ResourceClaim]? {
        get { json.read("claims") }
        set { json.write(newValue, at: "claims") }
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
