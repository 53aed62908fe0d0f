// Made by scripts/generate-model.py from openapi/: change that instead.

/// `EnvVarSource` of core/v1.
public struct EnvVarSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        configMapKeyRef: ConfigMapKeySelector? = nil,
        fieldRef: ObjectFieldSelector? = nil,
        fileKeyRef: FileKeySelector? = nil,
        resourceFieldRef: ResourceFieldSelector? = nil,
        secretKeyRef: SecretKeySelector? = nil
    ) {
        json = .emptyObject
        json.write(configMapKeyRef, at: "configMapKeyRef")
        json.write(fieldRef, at: "fieldRef")
        json.write(fileKeyRef, at: "fileKeyRef")
        json.write(resourceFieldRef, at: "resourceFieldRef")
        json.write(secretKeyRef, at: "secretKeyRef")
    }
    public var configMapKeyRef: ConfigMapKeySelector? {
        get { json.read("configMapKeyRef") }
        set { json.write(newValue, at: "configMapKeyRef") }
    }
    public var fieldRef: ObjectFieldSelector? {
        get { json.read("fieldRef") }
        set { json.write(newValue, at: "fieldRef") }
    }
    public var fileKeyRef: FileKeySelector? {
        get { json.read("fileKeyRef") }
        set { json.write(newValue, at: "fileKeyRef") }
    }
    public var resourceFieldRef: ResourceFieldSelector? {
        get { json.read("resourceFieldRef") }
        set { json.write(newValue, at: "resourceFieldRef") }
    }
    public var secretKeyRef: SecretKeySelector? {
        get { json.read("secretKeyRef") }
        set { json.write(newValue, at: "secretKeyRef") }
    }
}
