// Made by scripts/generate-model.py from openapi/: change that instead.

/// `Secret` of core/v1.
public struct Secret: KubernetesObject {
    public static let resourceType = ResourceType(group: "", version: "v1", kind: "Secret", plural: "secrets", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        data: [String: String]? = nil,
        immutable: Bool? = nil,
        stringData: [String: String]? = nil,
        type: String? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(data, at: "data")
        json.write(immutable, at: "immutable")
        json.write(stringData, at: "stringData")
        json.write(type, at: "type")
    }
    public var data: [String: String]? {
        get { json.read("data") }
        set { json.write(newValue, at: "data") }
    }
    public var immutable: Bool? {
        get { json.read("immutable") }
        set { json.write(newValue, at: "immutable") }
    }
    public var stringData: [String: String]? {
        get { json.read("stringData") }
        set { json.write(newValue, at: "stringData") }
    }
    public var type: String? {
        get { json.read("type") }
        set { json.write(newValue, at: "type") }
    }
}
