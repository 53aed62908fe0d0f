// Made by scripts/generate-model.py from openapi/: change that instead.

/// `LabelSelectorAttributes` of authorization/v1.
public struct LabelSelectorAttributes: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        rawSelector: String? = nil,
        requirements: [LabelSelectorRequirement]? = nil
    ) {
        json = .emptyObject
        json.write(rawSelector, at: "rawSelector")
        json.write(requirements, at: "requirements")
    }
    public var rawSelector: String? {
        get { json.read("rawSelector") }
        set { json.write(newValue, at: "rawSelector") }
    }
    public var requirements: [LabelSelectorRequirement]? {
        get { json.read("requirements") }
        set { json.write(newValue, at: "requirements") }
    }
}
