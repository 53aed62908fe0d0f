// Made by scripts/generate-model.py from openapi/: change that instead.

/// `Service` of core/v1.
public struct Service: KubernetesObject {
    public static let resourceType = ResourceType(group: "", version: "v1", kind: "Service", plural: "services", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        spec: ServiceSpec? = nil,
        status: ServiceStatus? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(spec, at: "spec")
        json.write(status, at: "status")
    }
    public var spec: ServiceSpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
    public var status: ServiceStatus? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
}
