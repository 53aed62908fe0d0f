// Made by scripts/generate-model.py from openapi/: change that instead.

/// `SubjectAccessReviewSpec` of authorization/v1.
public struct SubjectAccessReviewSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        extra: [String: [String]]? = nil,
        groups: [String]? = nil,
        nonResourceAttributes: NonResourceAttributes? = nil,
        resourceAttributes: ResourceAttributes? = nil,
        uid: String? = nil,
        user: String? = nil
    ) {
        json = .emptyObject
        json.write(extra, at: "extra")
        json.write(groups, at: "groups")
        json.write(nonResourceAttributes, at: "nonResourceAttributes")
        json.write(resourceAttributes, at: "resourceAttributes")
        json.write(uid, at: "uid")
        json.write(user, at: "user")
    }
    public var extra: [String: [String]]? {
        get { json.read("extra") }
        set { json.write(newValue, at: "extra") }
    }
    public var groups: [String]? {
        get { json.read("groups") }
        set { json.write(newValue, at: "groups") }
    }
    public var nonResourceAttributes: NonResourceAttributes? {
        get { json.read("nonResourceAttributes") }
        set { json.write(newValue, at: "nonResourceAttributes") }
    }
    public var resourceAttributes: ResourceAttributes? {
        get { json.read("resourceAttributes") }
        set { json.write(newValue, at: "resourceAttributes") }
    }
    public var uid: String? {
        get { json.read("uid") }
        set { json.write(newValue, at: "uid") }
    }
    public var user: String? {
        get { json.read("user") }
        set { json.write(newValue, at: "user") }
    }
}
