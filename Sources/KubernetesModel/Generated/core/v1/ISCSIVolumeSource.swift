// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ISCSIVolumeSource` of core/v1.
public struct ISCSIVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        chapAuthDiscovery: Bool? = nil,
        chapAuthSession: Bool? = nil,
        fsType: String? = nil,
        initiatorName: String? = nil,
        iqn: String? = nil,
        iscsiInterface: String? = nil,
        lun: Int? = nil,
        portals: [String]? = nil,
        readOnly: Bool? = nil,
        secretRef: LocalObjectReference? = nil,
        targetPortal: String? = nil
    ) {
        json = .emptyObject
        json.write(chapAuthDiscovery, at: "chapAuthDiscovery")
        json.write(chapAuthSession, at: "chapAuthSession")
        json.write(fsType, at: "fsType")
        json.write(initiatorName, at: "initiatorName")
        json.write(iqn, at: "iqn")
        json.write(iscsiInterface, at: "iscsiInterface")
        json.write(lun, at: "lun")
        json.write(portals, at: "portals")
        json.write(readOnly, at: "readOnly")
        json.write(secretRef, at: "secretRef")
        json.write(targetPortal, at: "targetPortal")
    }
    public var chapAuthDiscovery: Bool? {
        get { json.read("chapAuthDiscovery") }
        set { json.write(newValue, at: "chapAuthDiscovery") }
    }
    public var chapAuthSession: Bool? {
        get { json.read("chapAuthSession") }
        set { json.write(newValue, at: "chapAuthSession") }
    }
    public var fsType: String? {
        get { json.read("fsType") }
        set { json.write(newValue, at: "fsType") }
    }
    public var initiatorName: String? {
        get { json.read("initiatorName") }
        set { json.write(newValue, at: "initiatorName") }
    }
    public var iqn: String? {
        get { json.read("iqn") }
        set { json.write(newValue, at: "iqn") }
    }
    public var iscsiInterface: String? {
        get { json.read("iscsiInterface") }
        set { json.write(newValue, at: "iscsiInterface") }
    }
    public var lun: Int? {
        get { json.read("lun") }
        set { json.write(newValue, at: "lun") }
    }
    public var portals: [String]? {
        get { json.read("portals") }
        set { json.write(newValue, at: "portals") }
    }
    public var readOnly: Bool? {
        get { json.read("readOnly") }
        set { json.write(newValue, at: "readOnly") }
    }
    public var secretRef: LocalObjectReference? {
        get { json.read("secretRef") }
        set { json.write(newValue, at: "secretRef") }
    }
    public var targetPortal: String? {
        get { json.read("targetPortal") }
        set { json.write(newValue, at: "targetPortal") }
    }
}
