// Made by scripts/generate-model.py from openapi/: change that instead.

/// `RBDPersistentVolumeSource` of core/v1.
public struct RBDPersistentVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        fsType: String? = nil,
        image: String? = nil,
        keyring: String? = nil,
        monitors: [String]? = nil,
        pool: String? = nil,
        readOnly: Bool? = nil,
        secretRef: SecretReference? = nil,
        user: String? = nil
    ) {
        json = .emptyObject
        json.write(fsType, at: "fsType")
        json.write(image, at: "image")
        json.write(keyring, at: "keyring")
        json.write(monitors, at: "monitors")
        json.write(pool, at: "pool")
        json.write(readOnly, at: "readOnly")
        json.write(secretRef, at: "secretRef")
        json.write(user, at: "user")
    }
    public var fsType: String? {
        get { json.read("fsType") }
        set { json.write(newValue, at: "fsType") }
    }
    public var image: String? {
        get { json.read("image") }
        set { json.write(newValue, at: "image") }
    }
    public var keyring: String? {
        get { json.read("keyring") }
        set { json.write(newValue, at: "keyring") }
    }
    public var monitors: [String]? {
        get { json.read("monitors") }
        set { json.write(newValue, at: "monitors") }
    }
    public var pool: String? {
        get { json.read("pool") }
        set { json.write(newValue, at: "pool") }
    }
    public var readOnly: Bool? {
        get { json.read("readOnly") }
        set { json.write(newValue, at: "readOnly") }
    }
    public var secretRef: SecretReference? {
        get { json.read("secretRef") }
        set { json.write(newValue, at: "secretRef") }
    }
    public var user: String? {
        get { json.read("user") }
        set { json.write(newValue, at: "user") }
    }
}
