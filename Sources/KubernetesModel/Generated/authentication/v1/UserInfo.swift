// Made by scripts/generate-model.py from openapi/: change that instead.

/// `UserInfo` of authentication/v1.
public struct UserInfo: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        extra: [String: [String]]? = nil,
        groups: [String]? = nil,
        uid: String? = nil,
        username: String? = nil
    ) {
        json = .emptyObject
        json.write(extra, at: "extra")
        json.write(groups, at: "groups")
        json.write(uid, at: "uid")
        json.write(username, at: "username")
    }
    public var extra: [String: [String]]? {
        get { json.read("extra") }
        set { json.write(newValue, at: "extra") }
    }
    public var groups: [String]? {
        get { json.read("groups") }
        set { json.write(newValue, at: "groups") }
    }
    public var uid: String? {
        get { json.read("uid") }
        set { json.write(newValue, at: "uid") }
    }
    public var username: String? {
        get { json.read("username") }
        set { json.write(newValue, at: "username") }
    }
}
