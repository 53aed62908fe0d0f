// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ControllerRevision` of apps/v1.
public struct ControllerRevision: KubernetesObject {
    public static let resourceType = ResourceType(
        group: "apps", version: "v1", kind: "ControllerRevision", plural: "controllerrevisions", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        data: JSONValue? = nil,
        revision: Int? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(data, at: "data")
        json.write(revision, at: "revision")
    }
    public var data: JSONValue? {
        get { json.read("data") }
        set { json.write(newValue, at: "data") }
    }
    public var revision: Int? {
        get { json.read("revision") }
        set { json.write(newValue, at: "revision") }
    }
}
