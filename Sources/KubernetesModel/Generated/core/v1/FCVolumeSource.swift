// Made by scripts/generate-model.py from openapi/: change that instead.

/// `FCVolumeSource` of core/v1.
public struct FCVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        fsType: String? = nil,
        lun: Int? = nil,
        readOnly: Bool? = nil,
        targetWWNs: [String]? = nil,
        wwids: [String]? = nil
    ) {
        json = .emptyObject
        json.write(fsType, at: "fsType")
        json.write(lun, at: "lun")
        json.write(readOnly, at: "readOnly")
        json.write(targetWWNs, at: "targetWWNs")
        json.write(wwids, at: "wwids")
    }
    public var fsType: String? {
        get { json.read("fsType") }
        set { json.write(newValue, at: "fsType") }
    }
    public var lun: Int? {
        get { json.read("lun") }
        set { json.write(newValue, at: "lun") }
    }
    public var readOnly: Bool? {
        get { json.read("readOnly") }
        set { json.write(newValue, at: "readOnly") }
    }
    public var targetWWNs: [String]? {
        get { json.read("targetWWNs") }
        set { json.write(newValue, at: "targetWWNs") }
    }
    public var wwids: [String]? {
        get { json.read("wwids") }
        set { json.write(newValue, at: "wwids") }
    }
}
