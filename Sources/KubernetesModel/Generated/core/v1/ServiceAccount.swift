// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ServiceAccount` of core/v1.
public struct ServiceAccount: KubernetesObject {
    public static let resourceType = ResourceType(group: "", version: "v1", kind: "ServiceAccount", plural: "serviceaccounts", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        automountServiceAccountToken: Bool? = nil,
        imagePullSecrets: [LocalObjectReference]? = nil,
        secrets: [ObjectReference]? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(automountServiceAccountToken, at: "automountServiceAccountToken")
        json.write(imagePullSecrets, at: "imagePullSecrets")
        json.write(secrets, at: "secrets")
    }
    public var automountServiceAccountToken: Bool? {
        get { json.read("automountServiceAccountToken") }
        set { json.write(newValue, at: "automountServiceAccountToken") }
    }
    public var imagePullSecrets: [LocalObjectReference]? {
        get { json.read("imagePullSecrets") }
        set { json.write(newValue, at: "imagePullSecrets") }
    }
    public var secrets: [ObjectReference]? {
        get { json.read("secrets") }
        set { json.write(newValue, at: "secrets") }
    }
}
