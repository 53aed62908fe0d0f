// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NodeRuntimeHandler` of core/v1.
public struct NodeRuntimeHandler: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        features: NodeRuntimeHandlerFeatures? = nil,
        name: String? = nil
    ) {
        json = .emptyObject
        json.write(features, at: "features")
        json.write(name, at: "name")
    }
    public var features: NodeRuntimeHandlerFeatures? {
        get { json.read("features") }
        set { json.write(newValue, at: "features") }
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
}
