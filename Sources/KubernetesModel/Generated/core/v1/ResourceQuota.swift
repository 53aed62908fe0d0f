// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ResourceQuota` of core/v1.
public struct ResourceQuota: KubernetesObject {
    public static let resourceType = ResourceType(group: "", version: "v1", kind: "ResourceQuota", plural: "resourcequotas", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        spec: ResourceQuotaSpec? = nil,
        status: ResourceQuotaStatus? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(spec, at: "spec")
        json.write(status, at: "status")
    }
    public var spec: ResourceQuotaSpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
    public var status: ResourceQuotaStatus? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
}
