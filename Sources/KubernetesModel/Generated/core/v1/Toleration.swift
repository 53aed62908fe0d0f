// Made by scripts/generate-model.py from openapi/: change that instead.

/// `Toleration` of core/v1.
public struct Toleration: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        effect: String? = nil,
        key: String? = nil,
        `operator`: String? = nil,
        tolerationSeconds: Int? = nil,
        value: String? = nil
    ) {
        json = .emptyObject
        json.write(effect, at: "effect")
        json.write(key, at: "key")
        json.write(`operator`, at: "operator")
        json.write(tolerationSeconds, at: "tolerationSeconds")
        json.write(value, at: "value")
    }
    public var effect: String? {
        get { json.read("effect") }
        set { json.write(newValue, at: "effect") }
    }
    public var key: String? {
        get { json.read("key") }
        set { json.write(newValue, at: "key") }
    }
    public var `operator`: String? {
        get { json.read("operator") }
        set { json.write(newValue, at: "operator") }
    }
    public var tolerationSeconds: Int? {
        get { json.read("tolerationSeconds") }
        set { json.write(newValue, at: "tolerationSeconds") }
    }
    public var value: String? {
        get { json.read("value") }
        set { json.write(newValue, at: "value") }
    }
}
