// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NodeSelector` of core/v1.
public struct NodeSelector: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        nodeSelectorTerms: [NodeSelectorTerm]? = nil
    ) {
        json = .emptyObject
        json.write(nodeSelectorTerms, at: "nodeSelectorTerms")
    }
    public var nodeSelectorTerms: [NodeSelectorTerm]? {
        get { json.read("nodeSelectorTerms") }
        set { json.write(newValue, at: "nodeSelectorTerms") }
    }
}
