// Made by scripts/generate-model.py from openapi/: change that instead.

/// `FlexPersistentVolumeSource` of core/v1.
public struct FlexPersistentVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        driver: String? = nil,
        fsType: String? = nil,
        options: [String: String]? = nil,
        readOnly: Bool? = nil,
        secretRef: SecretReference? = nil
    ) {
        json = .emptyObject
        json.write(driver, at: "driver")
        json.write(fsType, at: "fsType")
        json.write(options, at: "options")
        json.write(readOnly, at: "readOnly")
        json.write(secretRef, at: "secretRef")
    }
    public var driver: String? {
        get { json.read("driver") }
        set { json.write(newValue, at: "driver") }
    }
    public var fsType: String? {
        get { json.read("fsType") }
        set { json.write(newValue, at: "fsType") }
    }
    public var options: [String: String]? {
        get { json.read("options") }
        set { json.write(newValue, at: "options") }
    }
    public var readOnly: Bool? {
        get { json.read("readOnly") }
        set { json.write(newValue, at: "readOnly") }
    }
    public var secretRef: SecretReference? {
        get { json.read("secretRef") }
        set { json.write(newValue, at: "secretRef") }
    }
}
