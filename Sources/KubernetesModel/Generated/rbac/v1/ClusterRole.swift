// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ClusterRole` of rbac/v1.
public struct ClusterRole: KubernetesObject {
    public static let resourceType = ResourceType(
        group: "rbac.authorization.k8s.io", version: "v1", kind: "ClusterRole", plural: "clusterroles", isNamespaced: false)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        aggregationRule: AggregationRule? = nil,
        rules: [PolicyRule]? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(aggregationRule, at: "aggregationRule")
        json.write(rules, at: "rules")
    }
    public var aggregationRule: AggregationRule? {
        get { json.read("aggregationRule") }
        set { json.write(newValue, at: "aggregationRule") }
    }
    public var rules: [PolicyRule]? {
        get { json.read("rules") }
        set { json.write(newValue, at: "rules") }
    }
}
