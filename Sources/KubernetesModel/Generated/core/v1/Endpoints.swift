// Made by scripts/generate-model.py from openapi/: change that instead.

/// `Endpoints` of core/v1.
public struct Endpoints: KubernetesObject {
    public static let resourceType = ResourceType(group: "", version: "v1", kind: "Endpoints", plural: "endpoints", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        subsets: [EndpointSubset]? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(subsets, at: "subsets")
    }
    public var subsets: [EndpointSubset]? {
        get { json.read("subsets") }
        set { json.write(newValue, at: "subsets") }
    }
}
