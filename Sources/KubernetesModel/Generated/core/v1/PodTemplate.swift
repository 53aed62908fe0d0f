// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PodTemplate` of core/v1.
public struct PodTemplate: KubernetesObject {
    public static let resourceType = ResourceType(group: "", version: "v1", kind: "PodTemplate", plural: "podtemplates", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        template: PodTemplateSpec? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(template, at: "template")
    }
    public var template: PodTemplateSpec? {
        get { json.read("template") }
        set { json.write(newValue, at: "template") }
    }
}
