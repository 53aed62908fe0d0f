// Made by scripts/generate-model.py from openapi/: change that instead.

/// `CinderVolumeSource` of core/v1.
public struct CinderVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        fsType: String? = nil,
        readOnly: Bool? = nil,
        secretRef: LocalObjectReference? = nil,
        volumeID: String? = nil
    ) {
        json = .emptyObject
        json.write(fsType, at: "fsType")
        json.write(readOnly, at: "readOnly")
        json.write(secretRef, at: "secretRef")
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
    public var secretRef: LocalObjectReference? {
        get { json.read("secretRef") }
        set { json.write(newValue, at: "secretRef") }
    }
    public var volumeID: String? {
        get { json.read("volumeID") }
        set { json.write(newValue, at: "volumeID") }
    }
}
