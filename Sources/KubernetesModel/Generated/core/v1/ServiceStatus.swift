// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ServiceStatus` of core/v1.
public struct ServiceStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        conditions: [Condition]? = nil,
        loadBalancer: LoadBalancerStatus? = nil
    ) {
        json = .emptyObject
        json.write(conditions, at: "conditions")
        json.write(loadBalancer, at: "loadBalancer")
    }
    public var conditions: [Condition]? {
        get { json.read("conditions") }
        set { json.write(newValue, at: "conditions") }
    }
    public var loadBalancer: LoadBalancerStatus? {
        get { json.read("loadBalancer") }
        set { json.write(newValue, at: "loadBalancer") }
    }
}
