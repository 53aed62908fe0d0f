// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ConfigMap` of core/v1.
public struct ConfigMap: KubernetesObject {
    public static let resourceType = ResourceType(group: "", version: "v1", kind: "ConfigMap", plural: "configmaps", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        binaryData: [String: String]? = nil,
        data: [String: String]? = nil,
        immutable: Bool? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(binaryData, at: "binaryData")
        json.write(data, at: "data")
        json.write(immutable, at: "immutable")
    }
    public var binaryData: [String: String]? {
        get { json.read("binaryData") }
        set { json.write(newValue, at: "binaryData") }
    }
    public var data: [String: String]? {
        get { json.read("data") }
        set { json.write(newValue, at: "data") }
    }
    public var immutable: Bool? {
        get { json.read("immutable") }
        set { json.write(newValue, at: "immutable") }
    }
}
