// Made by scripts/generate-model.py from openapi/: change that instead.

/// `StatefulSetPersistentVolumeClaimRetentionPolicy` of apps/v1.
public struct StatefulSetPersistentVolumeClaimRetentionPolicy: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        whenDeleted: String? = nil,
        whenScaled: String? = nil
    ) {
        json = .emptyObject
        json.write(whenDeleted, at: "whenDeleted")
        json.write(whenScaled, at: "whenScaled")
    }
    public var whenDeleted: String? {
        get { json.read("whenDeleted") }
        set { json.write(newValue, at: "whenDeleted") }
    }
    public var whenScaled: String? {
        get { json.read("whenScaled") }
        set { json.write(newValue, at: "whenScaled") }
    }
}
