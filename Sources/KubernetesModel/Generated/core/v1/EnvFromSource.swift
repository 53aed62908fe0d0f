// Made by scripts/generate-model.py from openapi/: change that instead.

/// `EnvFromSource` of core/v1.
public struct EnvFromSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        configMapRef: ConfigMapEnvSource? = nil,
        prefix: String? = nil,
        secretRef: SecretEnvSource? = nil
    ) {
        json = .emptyObject
        json.write(configMapRef, at: "configMapRef")
        json.write(prefix, at: "prefix")
        json.write(secretRef, at: "secretRef")
    }
    public var configMapRef: ConfigMapEnvSource? {
        get { json.read("configMapRef") }
        set { json.write(newValue, at: "configMapRef") }
    }
    public var prefix: String? {
        get { json.read("prefix") }
        set { json.write(newValue, at: "prefix") }
    }
    public var secretRef: SecretEnvSource? {
        get { json.read("secretRef") }
        set { json.write(newValue, at: "secretRef") }
    }
}
