// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PreferredSchedulingTerm` of core/v1.
public struct PreferredSchedulingTerm: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        preference: NodeSelectorTerm? = nil,
        weight: Int? = nil
    ) {
        json = .emptyObject
        json.write(preference, at: "preference")
        json.write(weight, at: "weight")
    }
    public var preference: NodeSelectorTerm? {
        get { json.read("preference") }
        set { json.write(newValue, at: "preference") }
    }
    public var weight: Int? {
        get { json.read("weight") }
        set { json.write(newValue, at: "weight") }
    }
}
