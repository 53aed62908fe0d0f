// Made by scripts/generate-model.py from openapi/: change that instead.

/// `StorageOSPersistentVolumeSource` of core/v1.
public struct StorageOSPersistentVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        fsType: String? = nil,
        readOnly: Bool? = nil,
        secretRef: ObjectReference? = nil,
        volumeName: String? = nil,
        volumeNamespace: String? = nil
    ) {
        json = .emptyObject
        json.write(fsType, at: "fsType")
        json.write(readOnly, at: "readOnly")
        json.write(secretRef, at: "secretRef")
        json.write(volumeName, at: "volumeName")
        json.write(volumeNamespace, at: "volumeNamespace")
    }
    public var fsType: String? {
        get { json.read("fsType") }
        set { json.write(newValue, at: "fsType") }
    }
    public var readOnly: Bool? {
        get { json.read("readOnly") }
        set { json.write(newValue, at: "readOnly") }
    }
    public var secretRef: ObjectReference? {
        get { json.read("secretRef") }
        set { json.write(newValue, at: "secretRef") }
    }
    public var volumeName: String? {
        get { json.read("volumeName") }
        set { json.write(newValue, at: "volumeName") }
    }
    public var volumeNamespace: String? {
        get { json.read("volumeNamespace") }
        set { json.write(newValue, at: "volumeNamespace") }
    }
}
