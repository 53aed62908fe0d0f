// Made by scripts/generate-model.py from openapi/: change that instead.

/// `DaemonSet` of apps/v1.
public struct DaemonSet: KubernetesObject {
    public static let resourceType = ResourceType(group: "apps", version: "v1", kind: "DaemonSet", plural: "daemonsets", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        spec: DaemonSetSpec? = nil,
        status: DaemonSetStatus? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(spec, at: "spec")
        json.write(status, at: "status")
    }
    public var spec: DaemonSetSpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
    public var status: DaemonSetStatus? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
}
