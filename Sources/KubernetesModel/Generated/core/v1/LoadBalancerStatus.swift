// Made by scripts/generate-model.py from openapi/: change that instead.

/// `LoadBalancerStatus` of core/v1.
public struct LoadBalancerStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        ingress: [LoadBalancerIngress]? = nil
    ) {
        json = .emptyObject
        json.write(ingress, at: "ingress")
    }
    public var ingress: [LoadBalancerIngress]? {
        get { json.read("ingress") }
        set { json.write(newValue, at: "ingress") }
    }
}
