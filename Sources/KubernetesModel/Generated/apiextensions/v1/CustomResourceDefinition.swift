// Made by scripts/generate-model.py from openapi/: change that instead.

/// `CustomResourceDefinition` of apiextensions/v1.
public struct CustomResourceDefinition: KubernetesObject {
    public static let resourceType = ResourceType(
        group: "apiextensions.k8s.io", version: "v1", kind: "CustomResourceDefinition", plural: "customresourcedefinitions", isNamespaced: false)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        spec: CustomResourceDefinitionSpec? = nil,
        status: CustomResourceDefinitionStatus? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(spec, at: "spec")
        json.write(status, at: "status")
    }
    public var spec: CustomResourceDefinitionSpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
    public var status: CustomResourceDefinitionStatus? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
}
