// Made by scripts/generate-model.py from openapi/: change that instead.

/// `SelfSubjectRulesReview` of authorization/v1.
public struct SelfSubjectRulesReview: KubernetesObject {
    public static let resourceType = ResourceType(
        group: "authorization.k8s.io", version: "v1", kind: "SelfSubjectRulesReview", plural: "selfsubjectrulesreviews", isNamespaced: false)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        spec: SelfSubjectRulesReviewSpec? = nil,
        status: SubjectRulesReviewStatus? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(spec, at: "spec")
        json.write(status, at: "status")
    }
    public var spec: SelfSubjectRulesReviewSpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
    public var status: SubjectRulesReviewStatus? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
}
