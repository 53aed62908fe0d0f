// Made by scripts/generate-model.py from openapi/: change that instead.

/// `RoleBinding` of rbac/v1.
public struct RoleBinding: KubernetesObject {
    public static let resourceType = ResourceType(
        group: "rbac.authorization.k8s.io", version: "v1", kind: "RoleBinding", plural: "rolebindings", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        roleRef: RoleRef? = nil,
        subjects: [Subject]? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(roleRef, at: "roleRef")
        json.write(subjects, at: "subjects")
    }
    public var roleRef: RoleRef? {
        get { json.read("roleRef") }
        set { json.write(newValue, at: "roleRef") }
    }
    public var subjects: [Subject]? {
        get { json.read("subjects") }
        set { json.write(newValue, at: "subjects") }
    }
}
