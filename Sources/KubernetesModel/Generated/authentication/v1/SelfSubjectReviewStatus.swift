// Made by scripts/generate-model.py from openapi/: change that instead.

/// `SelfSubjectReviewStatus` of authentication/v1.
public struct SelfSubjectReviewStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        userInfo: UserInfo? = nil
    ) {
        json = .emptyObject
        json.write(userInfo, at: "userInfo")
    }
    public var userInfo: UserInfo? {
        get { json.read("userInfo") }
        set { json.write(newValue, at: "userInfo") }
    }
}
