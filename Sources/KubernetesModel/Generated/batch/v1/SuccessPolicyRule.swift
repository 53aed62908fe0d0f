// Made by scripts/generate-model.py from openapi/: change that instead.

/// `SuccessPolicyRule` of batch/v1.
public struct SuccessPolicyRule: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        succeededCount: Int? = nil,
        succeededIndexes: String? = nil
    ) {
        json = .emptyObject
        json.write(succeededCount, at: "succeededCount")
        json.write(succeededIndexes, at: "succeededIndexes")
    }
    public var succeededCount: Int? {
        get { json.read("succeededCount") }
        set { json.write(newValue, at: "succeededCount") }
    }
    public var succeededIndexes: String? {
        get { json.read("succeededIndexes") }
        set { json.write(newValue, at: "succeededIndexes") }
    }
}
