// Made by scripts/generate-model.py from openapi/: change that instead.

/// `CSIVolumeSource` of core/v1.
public struct CSIVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        driver: String? = nil,
        fsType: String? = nil,
        nodePublishSecretRef: LocalObjectReference? = nil,
        readOnly: Bool? = nil,
        volumeAttributes: [String: String]? = nil
    ) {
        json = .emptyObject
        json.write(driver, at: "driver")
        json.write(fsType, at: "fsType")
        json.write(nodePublishSecretRef, at: "nodePublishSecretRef")
        json.write(readOnly, at: "readOnly")
        json.write(volumeAttributes, at: "volumeAttributes")
    }
    public var driver: String? {
        get { json.read("driver") }
        set { json.write(newValue, at: "driver") }
    }
    public var fsType: String? {
        get { json.read("fsType") }
        set { json.write(newValue, at: "fsType") }
    }
    public var nodePublishSecretRef: LocalObjectReference? {
        get { json.read("nodePublishSecretRef") }
        set { json.write(newValue, at: "nodePublishSecretRef") }
    }
    public var readOnly: Bool? {
        get { json.read("readOnly") }
        set { json.write(newValue, at: "readOnly") }
    }
    public var volumeAttributes: [String: String]? {
        get { json.read("volumeAttributes") }
        set { json.write(newValue, at: "volumeAttributes") }
    }
}
