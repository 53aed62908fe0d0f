// Made by scripts/generate-model.py from openapi/: change that instead.

/// `AttachedVolume` of core/v1.
public struct AttachedVolume: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        devicePath: String? = nil,
        name: String? = nil
    ) {
        json = .emptyObject
        json.write(devicePath, at: "devicePath")
        json.write(name, at: "name")
    }
    public var devicePath: String? {
        get { json.read("devicePath") }
        set { json.write(newValue, at: "devicePath") }
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
}
