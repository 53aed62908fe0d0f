// Made by scripts/generate-model.py from openapi/: change that instead.

/// `Role` of rbac/v1.
public struct Role: KubernetesObject {
    public static let resourceType = ResourceType(
        group: "rbac.authorization.k8s.io", version: "v1", kind: "Role", plural: "roles", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        rules: [PolicyRule]? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(rules, at: "rules")
    }
    public var rules: [PolicyRule]? {
        get { json.read("rules") }
        set { json.write(newValue, at: "rules") }
    }
}
