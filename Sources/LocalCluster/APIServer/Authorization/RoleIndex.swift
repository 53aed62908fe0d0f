import KubernetesModel

/// The roles and bindings of the cluster, read once per change of any of them.
struct RoleIndex: Sendable {
    static let group = "rbac.authorization.k8s.io"
    static let clusterRoles = GroupResource(group, "clusterroles")
    static let clusterRoleBindings = GroupResource(group, "clusterrolebindings")
    static let roles = GroupResource(group, "roles")
    static let roleBindings = GroupResource(group, "rolebindings")
    static let resources = [clusterRoles, clusterRoleBindings, roles, roleBindings]

    struct Subject: Sendable, Hashable {
        var kind: String
        var name: String
        var namespace: String

        func includes(_ user: Requester) -> Bool {
            switch kind {
            case "User": name == "*" || user.name == name
            case "Group": user.groups.contains(name)
            case "ServiceAccount": user.name == "system:serviceaccount:\(namespace):\(name)"
            default: false
            }
        }

        var text: String { kind == "ServiceAccount" ? "\(kind) \"\(name)/\(namespace)\"" : "\(kind) \"\(name)\"" }
    }

    struct Binding: Sendable {
        /// `RoleBinding "b/ns" of Role "r"`.
        var text: String
        var subjects: [Subject]
        var rules: [AccessRule]
    }

    private var clusterBindings: [Binding] = []
    private var bindings: [String: [Binding]] = [:]
    private(set) var clusterRoleRules: [String: [AccessRule]] = [:]
    private(set) var roleRules: [ObjectPath: [AccessRule]] = [:]

    init(store: ObjectStore) {
        func rules(_ object: StoredObject) -> [AccessRule] { (object.value["rules"]?.array ?? []).map(AccessRule.init(json:)) }
        for role in store.list(Self.clusterRoles).objects { clusterRoleRules[role.name] = rules(role) }
        for role in store.list(Self.roles).objects { roleRules[role.key.path] = rules(role) }
        for binding in store.list(Self.clusterRoleBindings).objects {
            let name = binding.value[path: "roleRef", "name"]?.string ?? ""
            clusterBindings.append(
                Binding(
                    text: "ClusterRoleBinding \"\(binding.name)\" of ClusterRole \"\(name)\"", subjects: Self.subjects(binding.value),
                    rules: clusterRoleRules[name] ?? []))
        }
        for binding in store.list(Self.roleBindings).objects {
            let namespace = binding.key.namespace
            let kind = binding.value[path: "roleRef", "kind"]?.string ?? ""
            let name = binding.value[path: "roleRef", "name"]?.string ?? ""
            bindings[namespace, default: []].append(
                Binding(
                    text: "RoleBinding \"\(binding.name)/\(namespace)\" of \(kind) \"\(name)\"",
                    subjects: Self.subjects(binding.value, in: namespace),
                    rules: self.rules(roleKind: kind, name: name, namespace: namespace) ?? []))
        }
    }

    /// - Parameter namespace: that of the binding, which a service account has that names none.
    private static func subjects(_ binding: JSONValue, in namespace: String = "") -> [Subject] {
        (binding["subjects"]?.array ?? []).map { subject in
            let named = subject["namespace"]?.string ?? ""
            return Subject(kind: subject["kind"]?.string ?? "", name: subject["name"]?.string ?? "", namespace: named.isEmpty ? namespace : named)
        }
    }

    /// The rules of a role that a binding refers to; nil where there is none.
    func rules(roleKind: String, name: String, namespace: String) -> [AccessRule]? {
        roleKind == "ClusterRole" ? clusterRoleRules[name] : roleRules[ObjectPath(namespace: namespace, name: name)]
    }

    /// The bindings that concern a user in a namespace (or at the cluster scope, if empty), with the subject that does.
    func bindings(of user: Requester, namespace: String) -> [(binding: Binding, subject: Subject)] {
        (clusterBindings + (namespace.isEmpty ? [] : bindings[namespace] ?? [])).compactMap { binding in
            binding.subjects.first { $0.includes(user) }.map { (binding, $0) }
        }
    }
}
