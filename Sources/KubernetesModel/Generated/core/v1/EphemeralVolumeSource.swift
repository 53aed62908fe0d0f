// Made by scripts/generate-model.py from openapi/: change that instead.

/// `EphemeralVolumeSource` of core/v1.
public struct EphemeralVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        volumeClaimTemplate: PersistentVolumeClaimTemplate? = nil
    ) {
        json = .emptyObject
        json.write(volumeClaimTemplate, at: "volumeClaimTemplate")
    }
    public var volumeClaimTemplate: PersistentVolumeClaimTemplate? {
        get { json.read("volumeClaimTemplate") }
        set { json.write(newValue, at: "volumeClaimTemplate") }
    }
}
