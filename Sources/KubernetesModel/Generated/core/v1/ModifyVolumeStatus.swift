// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ModifyVolumeStatus` of core/v1.
public struct ModifyVolumeStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        status: String? = nil,
        targetVolumeAttributesClassName: String? = nil
    ) {
        json = .emptyObject
        json.write(status, at: "status")
        json.write(targetVolumeAttributesClassName, at: "targetVolumeAttributesClassName")
    }
    public var status: String? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
    public var targetVolumeAttributesClassName: String? {
        get { json.read("targetVolumeAttributesClassName") }
        set { json.write(newValue, at: "targetVolumeAttributesClassName") }
    }
}
