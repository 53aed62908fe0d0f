// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ConfigMapNodeConfigSource` of core/v1.
public struct ConfigMapNodeConfigSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        kubeletConfigKey: String? = nil,
        name: String? = nil,
        namespace: String? = nil,
        resourceVersion: String? = nil,
        uid: String? = nil
    ) {
        json = .emptyObject
        json.write(kubeletConfigKey, at: "kubeletConfigKey")
        json.write(name, at: "name")
        json.write(namespace, at: "namespace")
        json.write(resourceVersion, at: "resourceVersion")
        json.write(uid, at: "uid")
    }
    public var kubeletConfigKey: String? {
        get { json.read("kubeletConfigKey") }
        set { json.write(newValue, at: "kubeletConfigKey") }
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var namespace: String? {
        get { json.read("namespace") }
        set { json.write(newValue, at: "namespace") }
    }
    public var resourceVersion: String? {
        get { json.read("resourceVersion") }
        set { json.write(newValue, at: "resourceVersion") }
    }
    public var uid: String? {
        get { json.read("uid") }
        set { json.write(newValue, at: "uid") }
    }
}
