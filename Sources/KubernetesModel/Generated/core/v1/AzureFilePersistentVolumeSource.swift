// Made by scripts/generate-model.py from openapi/: change that instead.

/// `AzureFilePersistentVolumeSource` of core/v1.
public struct AzureFilePersistentVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        readOnly: Bool? = nil,
        secretName: String? = nil,
        secretNamespace: String? = nil,
        shareName: String? = nil
    ) {
        json = .emptyObject
        json.write(readOnly, at: "readOnly")
        json.write(secretName, at: "secretName")
        json.write(secretNamespace, at: "secretNamespace")
        json.write(shareName, at: "shareName")
    }
    public var readOnly: Bool? {
        get { json.read("readOnly") }
        set { json.write(newValue, at: "readOnly") }
    }
    public var secretName: String? {
        get { json.read("secretName") }
        set { json.write(newValue, at: "secretName") }
    }
    public var secretNamespace: String? {
        get { json.read("secretNamespace") }
        set { json.write(newValue, at: "secretNamespace") }
    }
    public var shareName: String? {
        get { json.read("shareName") }
        set { json.write(newValue, at: "shareName") }
    }
}
