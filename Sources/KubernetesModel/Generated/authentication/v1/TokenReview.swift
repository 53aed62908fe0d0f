// Made by scripts/generate-model.py from openapi/: change that instead.

/// `TokenReview` of authentication/v1.
public struct TokenReview: KubernetesObject {
    public static let resourceType = ResourceType(
        group: "authentication.k8s.io", version: "v1", kind: "TokenReview", plural: "tokenreviews", isNamespaced: false)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        spec: TokenReviewSpec? = nil,
        status: TokenReviewStatus? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(spec, at: "spec")
        json.write(status, at: "status")
    }
    public var spec: TokenReviewSpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
    public var status: TokenReviewStatus? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
}
