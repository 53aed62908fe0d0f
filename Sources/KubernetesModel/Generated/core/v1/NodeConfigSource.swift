// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NodeConfigSource` of core/v1.
public struct NodeConfigSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        configMap: ConfigMapNodeConfigSource? = nil
    ) {
        json = .emptyObject
        json.write(configMap, at: "configMap")
    }
    public var configMap: ConfigMapNodeConfigSource? {
        get { json.read("configMap") }
        set { json.write(newValue, at: "configMap") }
    }
}
