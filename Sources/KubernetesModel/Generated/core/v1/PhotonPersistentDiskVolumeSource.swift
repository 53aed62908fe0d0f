// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PhotonPersistentDiskVolumeSource` of core/v1.
public struct PhotonPersistentDiskVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        fsType: String? = nil,
        pdID: String? = nil
    ) {
        json = .emptyObject
        json.write(fsType, at: "fsType")
        json.write(pdID, at: "pdID")
    }
    public var fsType: String? {
        get { json.read("fsType") }
        set { json.write(newValue, at: "fsType") }
    }
    public var pdID: String? {
        get { json.read("pdID") }
        set { json.write(newValue, at: "pdID") }
    }
}
