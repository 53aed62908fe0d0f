// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NetworkPolicy` of networking/v1.
public struct NetworkPolicy: KubernetesObject {
    public static let resourceType = ResourceType(
        group: "networking.k8s.io", version: "v1", kind: "NetworkPolicy", plural: "networkpolicies", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        spec: NetworkPolicySpec? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(spec, at: "spec")
    }
    public var spec: NetworkPolicySpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
}
