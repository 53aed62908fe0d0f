// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PortworxVolumeSource` of core/v1.
public struct PortworxVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        fsType: String? = nil,
        readOnly: Bool? = nil,
        volumeID: String? = nil
    ) {
        json = .emptyObject
        json.write(fsType, at: "fsType")
        json.write(readOnly, at: "readOnly")
        json.write(volumeID, at: "volumeID")
    }
    public var fsType: String? {
        get { json.read("fsType") }
        set { json.write(newValue, at: "fsType") }
    }
    public var readOnly: Bool? {
        get { json.read("readOnly") }
        set { json.write(newValue, at: "readOnly") }
    }
    public var volumeID: String? {
        get { json.read("volumeID") }
        set { json.write(newValue, at: "volumeID") }
    }
}
