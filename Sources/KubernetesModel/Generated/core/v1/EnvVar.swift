// Made by scripts/generate-model.py from openapi/: change that instead.

/// `EnvVar` of core/v1.
public struct EnvVar: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        name: String? = nil,
        value: String? = nil,
        valueFrom: EnvVarSource? = nil
    ) {
        json = .emptyObject
        json.write(name, at: "name")
        json.write(value, at: "value")
        json.write(valueFrom, at: "valueFrom")
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var value: String? {
        get { json.read("value") }
        set { json.write(newValue, at: "value") }
    }
    public var valueFrom: EnvVarSource? {
        get { json.read("valueFrom") }
        set { json.write(newValue, at: "valueFrom") }
    }
}
