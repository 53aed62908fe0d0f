// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NodeRuntimeHandlerFeatures` of core/v1.
public struct NodeRuntimeHandlerFeatures: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        recursiveReadOnlyMounts: Bool? = nil,
        userNamespaces: Bool? = nil
    ) {
        json = .emptyObject
        json.write(recursiveReadOnlyMounts, at: "recursiveReadOnlyMounts")
        json.write(userNamespaces, at: "userNamespaces")
    }
    public var recursiveReadOnlyMounts: Bool? {
        get { json.read("recursiveReadOnlyMounts") }
        set { json.write(newValue, at: "recursiveReadOnlyMounts") }
    }
    public var userNamespaces: Bool? {
        get { json.read("userNamespaces") }
        set { json.write(newValue, at: "userNamespaces") }
    }
}
