// Made by scripts/generate-model.py from openapi/: change that instead.

/// `SelfSubjectAccessReviewSpec` of authorization/v1.
public struct SelfSubjectAccessReviewSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        nonResourceAttributes: NonResourceAttributes? = nil,
        resourceAttributes: ResourceAttributes? = nil
    ) {
        json = .emptyObject
        json.write(nonResourceAttributes, at: "nonResourceAttributes")
        json.write(resourceAttributes, at: "resourceAttributes")
    }
    public var nonResourceAttributes: NonResourceAttributes? {
        get { json.read("nonResourceAttributes") }
        set { json.write(newValue, at: "nonResourceAttributes") }
    }
    public var resourceAttributes: ResourceAttributes? {
        get { json.read("resourceAttributes") }
        set { json.write(newValue, at: "resourceAttributes") }
    }
}
