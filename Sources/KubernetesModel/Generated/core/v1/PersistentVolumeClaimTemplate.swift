// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PersistentVolumeClaimTemplate` of core/v1.
public struct PersistentVolumeClaimTemplate: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta? = nil,
        spec: PersistentVolumeClaimSpec? = nil
    ) {
        json = .emptyObject
        json.write(metadata, at: "metadata")
        json.write(spec, at: "spec")
    }
    public var metadata: ObjectMeta? {
        get { json.read("metadata") }
        set { json.write(newValue, at: "metadata") }
    }
    public var spec: PersistentVolumeClaimSpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
}
