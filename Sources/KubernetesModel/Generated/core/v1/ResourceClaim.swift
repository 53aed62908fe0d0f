// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ResourceClaim` of core/v1.
public struct ResourceClaim: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        name: String? = nil,
        request: String? = nil
    ) {
        json = .emptyObject
        json.write(name, at: "name")
        json.write(request, at: "request")
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var request: String? {
        get { json.read("request") }
        set { json.write(newValue, at: "request") }
    }
}
