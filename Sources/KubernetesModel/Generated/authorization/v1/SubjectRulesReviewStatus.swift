// Made by scripts/generate-model.py from openapi/: change that instead.

/// `SubjectRulesReviewStatus` of authorization/v1.
public struct SubjectRulesReviewStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        evaluationError: String? = nil,
        incomplete: Bool? = nil,
        nonResourceRules: [NonResourceRule]? = nil,
        resourceRules: [ResourceRule]? = nil
    ) {
        json = .emptyObject
        json.write(evaluationError, at: "evaluationError")
        json.write(incomplete, at: "incomplete")
        json.write(nonResourceRules, at: "nonResourceRules")
        json.write(resourceRules, at: "resourceRules")
    }
    public var evaluationError: String? {
        get { json.read("evaluationError") }
        set { json.write(newValue, at: "evaluationError") }
    }
    public var incomplete: Bool? {
        get { json.read("incomplete") }
        set { json.write(newValue, at: "incomplete") }
    }
    public var nonResourceRules: [NonResourceRule]? {
        get { json.read("nonResourceRules") }
        set { json.write(newValue, at: "nonResourceRules") }
    }
    public var resourceRules: [ResourceRule]? {
        get { json.read("resourceRules") }
        set { json.write(newValue, at: "resourceRules") }
    }
}
