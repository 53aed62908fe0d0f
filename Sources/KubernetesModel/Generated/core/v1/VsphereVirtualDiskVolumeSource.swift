// Made by scripts/generate-model.py from openapi/: change that instead.

/// `VsphereVirtualDiskVolumeSource` of core/v1.
public struct VsphereVirtualDiskVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        fsType: String? = nil,
        storagePolicyID: String? = nil,
        storagePolicyName: String? = nil,
        volumePath: String? = nil
    ) {
        json = .emptyObject
        json.write(fsType, at: "fsType")
        json.write(storagePolicyID, at: "storagePolicyID")
        json.write(storagePolicyName, at: "storagePolicyName")
        json.write(volumePath, at: "volumePath")
    }
    public var fsType: String? {
        get { json.read("fsType") }
        set { json.write(newValue, at: "fsType") }
    }
    public var storagePolicyID: String? {
        get { json.read("storagePolicyID") }
        set { json.write(newValue, at: "storagePolicyID") }
    }
    public var storagePolicyName: String? {
        get { json.read("storagePolicyName") }
        set { json.write(newValue, at: "storagePolicyName") }
    }
    public var volumePath: String? {
        get { json.read("volumePath") }
        set { json.write(newValue, at: "volumePath") }
    }
}
