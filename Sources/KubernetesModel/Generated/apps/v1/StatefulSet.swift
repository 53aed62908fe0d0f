// Made by scripts/generate-model.py from openapi/: change that instead.

/// `StatefulSet` of apps/v1.
public struct StatefulSet: KubernetesObject {
    public static let resourceType = ResourceType(group: "apps", version: "v1", kind: "StatefulSet", plural: "statefulsets", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        spec: StatefulSetSpec? = nil,
        status: StatefulSetStatus? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(spec, at: "spec")
        json.write(status, at: "status")
    }
    public var spec: StatefulSetSpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
    public var status: StatefulSetStatus? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
}
