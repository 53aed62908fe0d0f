// Made by scripts/generate-model.py from openapi/: change that instead.

/// `CSIPersistentVolumeSource` of core/v1.
public struct CSIPersistentVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        controllerExpandSecretRef: SecretReference? = nil,
        controllerPublishSecretRef: SecretReference? = nil,
        driver: String? = nil,
        fsType: String? = nil,
        nodeExpandSecretRef: SecretReference? = nil,
        nodePublishSecretRef: SecretReference? = nil,
        nodeStageSecretRef: SecretReference? = nil,
        readOnly: Bool? = nil,
        volumeAttributes: [String: String]? = nil,
        volumeHandle: String? = nil
    ) {
        json = .emptyObject
        json.write(controllerExpandSecretRef, at: "controllerExpandSecretRef")
        json.write(controllerPublishSecretRef, at: "controllerPublishSecretRef")
        json.write(driver, at: "driver")
        json.write(fsType, at: "fsType")
        json.write(nodeExpandSecretRef, at: "nodeExpandSecretRef")
        json.write(nodePublishSecretRef, at: "nodePublishSecretRef")
        json.write(nodeStageSecretRef, at: "nodeStageSecretRef")
        json.write(readOnly, at: "readOnly")
        json.write(volumeAttributes, at: "volumeAttributes")
        json.write(volumeHandle, at: "volumeHandle")
    }
    public var controllerExpandSecretRef: SecretReference? {
        get { json.read("controllerExpandSecretRef") }
        set { json.write(newValue, at: "controllerExpandSecretRef") }
    }
    public var controllerPublishSecretRef: SecretReference? {
        get { json.read("controllerPublishSecretRef") }
        set { json.write(newValue, at: "controllerPublishSecretRef") }
    }
    public var driver: String? {
        get { json.read("driver") }
        set { json.write(newValue, at: "driver") }
    }
    public var fsType: String? {
        get { json.read("fsType") }
        set { json.write(newValue, at: "fsType") }
    }
    public var nodeExpandSecretRef: SecretReference? {
        get { json.read("nodeExpandSecretRef") }
        set { json.write(newValue, at: "nodeExpandSecretRef") }
    }
    public var nodePublishSecretRef: SecretReference? {
        get { json.read("nodePublishSecretRef") }
        set { json.write(newValue, at: "nodePublishSecretRef") }
    }
    public var nodeStageSecretRef: SecretReference? {
        get { json.read("nodeStageSecretRef") }
        set { json.write(newValue, at: "nodeStageSecretRef") }
    }
    public var readOnly: Bool? {
        get { json.read("readOnly") }
        set { json.write(newValue, at: "readOnly") }
    }
    public var volumeAttributes: [String: String]? {
        get { json.read("volumeAttributes") }
        set { json.write(newValue, at: "volumeAttributes") }
    }
    public var volumeHandle: String? {
        get { json.read("volumeHandle") }
        set { json.write(newValue, at: "volumeHandle") }
    }
}
