// Made by scripts/generate-model.py from openapi/: change that instead.

/// `TokenReviewStatus` of authentication/v1.
public struct TokenReviewStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        audiences: [String]? = nil,
        authenticated: Bool? = nil,
        error: String? = nil,
        user: UserInfo? = nil
    ) {
        json = .emptyObject
        json.write(audiences, at: "audiences")
        json.write(authenticated, at: "authenticated")
        json.write(error, at: "error")
        json.write(user, at: "user")
    }
    public var audiences: [String]? {
        get { json.read("audiences") }
        set { json.write(newValue, at: "audiences") }
    }
    public var authenticated: Bool? {
        get { json.read("authenticated") }
        set { json.write(newValue, at: "authenticated") }
    }
    public var error: String? {
        get { json.read("error") }
        set { json.write(newValue, at: "error") }
    }
    public var user: UserInfo? {
        get { json.read("user") }
        set { json.write(newValue, at: "user") }
    }
}
