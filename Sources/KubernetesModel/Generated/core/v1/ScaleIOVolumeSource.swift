// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ScaleIOVolumeSource` of core/v1.
public struct ScaleIOVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        fsType: String? = nil,
        gateway: String? = nil,
        protectionDomain: String? = nil,
        readOnly: Bool? = nil,
        secretRef: LocalObjectReference? = nil,
        sslEnabled: Bool? = nil,
        storageMode: String? = nil,
        storagePool: String? = nil,
        system: String? = nil,
        volumeName: String? = nil
    ) {
        json = .emptyObject
        json.write(fsType, at: "fsType")
        json.write(gateway, at: "gateway")
        json.write(protectionDomain, at: "protectionDomain")
        json.write(readOnly, at: "readOnly")
        json.write(secretRef, at: "secretRef")
        json.write(sslEnabled, at: "sslEnabled")
        json.write(storageMode, at: "storageMode")
        json.write(storagePool, at: "storagePool")
        json.write(system, at: "system")
        json.write(volumeName, at: "volumeName")
    }
    public var fsType: String? {
        get { json.read("fsType") }
        set { json.write(newValue, at: "fsType") }
    }
    public var gateway: String? {
        get { json.read("gateway") }
        set { json.write(newValue, at: "gateway") }
    }
    public var protectionDomain: String? {
        get { json.read("protectionDomain") }
        set { json.write(newValue, at: "protectionDomain") }
    }
    public var readOnly: Bool? {
        get { json.read("readOnly") }
        set { json.write(newValue, at: "readOnly") }
    }
    public var secretRef: LocalObjectReference? {
        get { json.read("secretRef") }
        set { json.write(newValue, at: "secretRef") }
    }
    public var sslEnabled: Bool? {
        get { json.read("sslEnabled") }
        set { json.write(newValue, at: "sslEnabled") }
    }
    public var storageMode: String? {
        get { json.read("storageMode") }
        set { json.write(newValue, at: "storageMode") }
    }
    public var storagePool: String? {
        get { json.read("storagePool") }
        set { json.write(newValue, at: "storagePool") }
    }
    public var system: String? {
        get { json.read("system") }
        set { json.write(newValue, at: "system") }
    }
    public var volumeName: String? {
        get { json.read("volumeName") }
        set { json.write(newValue, at: "volumeName") }
    }
}
