// Made by scripts/generate-model.py from openapi/: change that instead.

/// `TokenReviewSpec` of authentication/v1.
public struct TokenReviewSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        audiences: [String]? = nil,
        token: String? = nil
    ) {
        json = .emptyObject
        json.write(audiences, at: "audiences")
        json.write(token, at: "token")
    }
    public var audiences: [String]? {
        get { json.read("audiences") }
        set { json.write(newValue, at: "audiences") }
    }
    public var token: String? {
        get { json.read("token") }
        set { json.write(newValue, at: "token") }
    }
}
