// Made by scripts/generate-model.py from openapi/: change that instead.

/// `SubjectAccessReviewStatus` of authorization/v1.
public struct SubjectAccessReviewStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        allowed: Bool? = nil,
        denied: Bool? = nil,
        evaluationError: String? = nil,
        reason: String? = nil
    ) {
        json = .emptyObject
        json.write(allowed, at: "allowed")
        json.write(denied, at: "denied")
        json.write(evaluationError, at: "evaluationError")
        json.write(reason, at: "reason")
    }
    public var allowed: Bool? {
        get { json.read("allowed") }
        set { json.write(newValue, at: "allowed") }
    }
    public var denied: Bool? {
        get { json.read("denied") }
        set { json.write(newValue, at: "denied") }
    }
    public var evaluationError: String? {
        get { json.read("evaluationError") }
        set { json.write(newValue, at: "evaluationError") }
    }
    public var reason: String? {
        get { json.read("reason") }
        set { json.write(newValue, at: "reason") }
    }
}
