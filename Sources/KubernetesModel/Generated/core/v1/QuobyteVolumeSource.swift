// Made by scripts/generate-model.py from openapi/: change that instead.

/// `QuobyteVolumeSource` of core/v1.
public struct QuobyteVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        group: String? = nil,
        readOnly: Bool? = nil,
        registry: String? = nil,
        tenant: String? = nil,
        user: String? = nil,
        volume: String? = nil
    ) {
        json = .emptyObject
        json.write(group, at: "group")
        json.write(readOnly, at: "readOnly")
        json.write(registry, at: "registry")
        json.write(tenant, at: "tenant")
        json.write(user, at: "user")
        json.write(volume, at: "volume")
    }
    public var group: String? {
        get { json.read("group") }
        set { json.write(newValue, at: "group") }
    }
    public var readOnly: Bool? {
        get { json.read("readOnly") }
        set { json.write(newValue, at: "readOnly") }
    }
    public var registry: String? {
        get { json.read("registry") }
        set { json.write(newValue, at: "registry") }
    }
    public var tenant: String? {
        get { json.read("tenant") }
        set { json.write(newValue, at: "tenant") }
    }
    public var user: String? {
        get { json.read("user") }
        set { json.write(newValue, at: "user") }
    }
    public var volume: String? {
        get { json.read("volume") }
        set { json.write(newValue, at: "volume") }
    }
}
