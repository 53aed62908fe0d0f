// Made by scripts/generate-model.py from openapi/: change that instead.

/// `VolumeMountStatus` of core/v1.
public struct VolumeMountStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        mountPath: String? = nil,
        name: String? = nil,
        readOnly: Bool? = nil,
        recursiveReadOnly: String? = nil,
        volumeStatus: VolumeStatus? = nil
    ) {
        json = .emptyObject
        json.write(mountPath, at: "mountPath")
        json.write(name, at: "name")
        json.write(readOnly, at: "readOnly")
        json.write(recursiveReadOnly, at: "recursiveReadOnly")
        json.write(volumeStatus, at: "volumeStatus")
    }
    public var mountPath: String? {
        get { json.read("mountPath") }
        set { json.write(newValue, at: "mountPath") }
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var readOnly: Bool? {
        get { json.read("readOnly") }
        set { json.write(newValue, at: "readOnly") }
    }
    public var recursiveReadOnly: String? {
        get { json.read("recursiveReadOnly") }
        set { json.write(newValue, at: "recursiveReadOnly") }
    }
    public var volumeStatus: VolumeStatus? {
        get { json.read("volumeStatus") }
        set { json.write(newValue, at: "volumeStatus") }
    }
}
