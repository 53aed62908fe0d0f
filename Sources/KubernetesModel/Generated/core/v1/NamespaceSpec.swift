// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NamespaceSpec` of core/v1.
public struct NamespaceSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        finalizers: [String]? = nil
    ) {
        json = .emptyObject
        json.write(finalizers, at: "finalizers")
    }
    public var finalizers: [String]? {
        get { json.read("finalizers") }
        set { json.write(newValue, at: "finalizers") }
    }
}
