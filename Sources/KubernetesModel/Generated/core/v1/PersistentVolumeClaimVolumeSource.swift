// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PersistentVolumeClaimVolumeSource` of core/v1.
public struct PersistentVolumeClaimVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        claimName: String? = nil,
        readOnly: Bool? = nil
    ) {
        json = .emptyObject
        json.write(claimName, at: "claimName")
        json.write(readOnly, at: "readOnly")
    }
    public var claimName: String? {
        get { json.read("claimName") }
        set { json.write(newValue, at: "claimName") }
    }
    public var readOnly: Bool? {
        get { json.read("readOnly") }
        set { json.write(newValue, at: "readOnly") }
    }
}
