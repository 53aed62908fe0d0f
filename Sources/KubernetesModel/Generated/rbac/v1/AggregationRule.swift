// Made by scripts/generate-model.py from openapi/: change that instead.

/// `AggregationRule` of rbac/v1.
public struct AggregationRule: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        clusterRoleSelectors: [LabelSelector]? = nil
    ) {
        json = .emptyObject
        json.write(clusterRoleSelectors, at: "clusterRoleSelectors")
    }
    public var clusterRoleSelectors: [LabelSelector]? {
        get { json.read("clusterRoleSelectors") }
        set { json.write(newValue, at: "clusterRoleSelectors") }
    }
}
