// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ReplicaSet` of apps/v1.
public struct ReplicaSet: KubernetesObject {
    public static let resourceType = ResourceType(group: "apps", version: "v1", kind: "ReplicaSet", plural: "replicasets", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        spec: ReplicaSetSpec? = nil,
        status: ReplicaSetStatus? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(spec, at: "spec")
        json.write(status, at: "status")
    }
    public var spec: ReplicaSetSpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
    public var status: ReplicaSetStatus? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
}
