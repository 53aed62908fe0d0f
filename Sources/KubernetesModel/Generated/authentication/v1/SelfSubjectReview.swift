// Made by scripts/generate-model.py from openapi/: change that instead.

/// `SelfSubjectReview` of authentication/v1.
public struct SelfSubjectReview: KubernetesObject {
    public static let resourceType = ResourceType(
        group: "authentication.k8s.io", version: "v1", kind: "SelfSubjectReview", plural: "selfsubjectreviews", isNamespaced: false)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        status: SelfSubjectReviewStatus? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(status, at: "status")
    }
    public var status: SelfSubjectReviewStatus? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
}
