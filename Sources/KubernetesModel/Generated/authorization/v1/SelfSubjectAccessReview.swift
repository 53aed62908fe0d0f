// Made by scripts/generate-model.py from openapi/: change that instead.

/// `SelfSubjectAccessReview` of authorization/v1.
public struct SelfSubjectAccessReview: KubernetesObject {
    public static let resourceType = ResourceType(
        group: "authorization.k8s.io", version: "v1", kind: "SelfSubjectAccessReview", plural: "selfsubjectaccessreviews", isNamespaced: false)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        spec: SelfSubjectAccessReviewSpec? = nil,
        status: SubjectAccessReviewStatus? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(spec, at: "spec")
        json.write(status, at: "status")
    }
    public var spec: SelfSubjectAccessReviewSpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
    public var status: SubjectAccessReviewStatus? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
}
