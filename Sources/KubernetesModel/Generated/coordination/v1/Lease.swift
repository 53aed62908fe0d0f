// Made by scripts/generate-model.py from openapi/: change that instead.

/// `Lease` of coordination/v1.
public struct Lease: KubernetesObject {
    public static let resourceType = ResourceType(group: "coordination.k8s.io", version: "v1", kind: "Lease", plural: "leases", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        spec: LeaseSpec? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(spec, at: "spec")
    }
    public var spec: LeaseSpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
}
