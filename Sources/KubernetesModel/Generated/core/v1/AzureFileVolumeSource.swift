// Made by scripts/generate-model.py from openapi/: change that instead.

/// `AzureFileVolumeSource` of core/v1.
public struct AzureFileVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        readOnly: Bool? = nil,
        secretName: String? = nil,
        shareName: String? = nil
    ) {
        json = .emptyObject
        json.write(readOnly, at: "readOnly")
        json.write(secretName, at: "secretName")
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
    public var shareName: String? {
        get { json.read("shareName") }
        set { json.write(newValue, at: "shareName") }
    }
}
