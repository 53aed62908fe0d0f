// Made by scripts/generate-model.py from openapi/: change that instead.

/// `Deployment` of apps/v1.
public struct Deployment: KubernetesObject {
    public static let resourceType = ResourceType(group: "apps", version: "v1", kind: "Deployment", plural: "deployments", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        spec: DeploymentSpec? = nil,
        status: DeploymentStatus? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(spec, at: "spec")
        json.write(status, at: "status")
    }
    public var spec: DeploymentSpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
    public var status: DeploymentStatus? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
}
