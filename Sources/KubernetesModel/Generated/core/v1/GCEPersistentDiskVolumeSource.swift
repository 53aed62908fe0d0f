// Made by scripts/generate-model.py from openapi/: change that instead.

/// `GCEPersistentDiskVolumeSource` of core/v1.
public struct GCEPersistentDiskVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        fsType: String? = nil,
        partition: Int? = nil,
        pdName: String? = nil,
        readOnly: Bool? = nil
    ) {
        json = .emptyObject
        json.write(fsType, at: "fsType")
        json.write(partition, at: "partition")
        json.write(pdName, at: "pdName")
        json.write(readOnly, at: "readOnly")
    }
    public var fsType: String? {
        get { json.read("fsType") }
        set { json.write(newValue, at: "fsType") }
    }
    public var partition: Int? {
        get { json.read("partition") }
        set { json.write(newValue, at: "partition") }
    }
    public var pdName: String? {
        get { json.read("pdName") }
        set { json.write(newValue, at: "pdName") }
    }
    public var readOnly: Bool? {
        get { json.read("readOnly") }
        set { json.write(newValue, at: "readOnly") }
    }
}
