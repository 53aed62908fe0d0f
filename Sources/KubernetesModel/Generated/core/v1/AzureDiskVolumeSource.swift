// Made by scripts/generate-model.py from openapi/: change that instead.

/// `AzureDiskVolumeSource` of core/v1.
public struct AzureDiskVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        cachingMode: String? = nil,
        diskName: String? = nil,
        diskURI: String? = nil,
        fsType: String? = nil,
        kind: String? = nil,
        readOnly: Bool? = nil
    ) {
        json = .emptyObject
        json.write(cachingMode, at: "cachingMode")
        json.write(diskName, at: "diskName")
        json.write(diskURI, at: "diskURI")
        json.write(fsType, at: "fsType")
        json.write(kind, at: "kind")
        json.write(readOnly, at: "readOnly")
    }
    public var cachingMode: String? {
        get { json.read("cachingMode") }
        set { json.write(newValue, at: "cachingMode") }
    }
    public var diskName: String? {
        get { json.read("diskName") }
        set { json.write(newValue, at: "diskName") }
    }
    public var diskURI: String? {
        get { json.read("diskURI") }
        set { json.write(newValue, at: "diskURI") }
    }
    public var fsType: String? {
        get { json.read("fsType") }
        set { json.write(newValue, at: "fsType") }
    }
    public var kind: String? {
        get { json.read("kind") }
        set { json.write(newValue, at: "kind") }
    }
    public var readOnly: Bool? {
        get { json.read("readOnly") }
        set { json.write(newValue, at: "readOnly") }
    }
}
