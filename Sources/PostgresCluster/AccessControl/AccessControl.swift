public import KubernetesModel

/// What the Pods of a cluster may do at the API server: a ServiceAccount with one Role, bound to it.
public struct AccessControl: Sendable, Hashable {
    public let account: ServiceAccount
    public let role: Role
    public let binding: RoleBinding

    /// `{c}-instance`: Patroni keeps its state in Endpoints and labels Pods; the hook that runs before a leader stops reads Pods.
    public static func instances(of cluster: ClusterDefinition) -> AccessControl {
        var rules = [
            // Patroni: leader, state and synchronous standbys; `deletecollection` is for the end of a cluster.
            PolicyRule(apiGroups: [""], resources: ["endpoints"], verbs: ["create", "deletecollection", "get", "list", "patch", "watch"]),
            // Patroni: its members, and the labels and annotations that it writes on its own Pod.
            PolicyRule(apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "patch", "watch"]),
            // Patroni: makes the Service of its state where it is missing.
            PolicyRule(apiGroups: [""], resources: ["services"], verbs: ["create"]),
        ]
        if cluster.isOpenShift {
            rules.insert(PolicyRule(apiGroups: [""], resources: ["endpoints/restricted"], verbs: ["create"]), at: 1)
        }
        return AccessControl(
            cluster.names.instance, of: cluster, labels: cluster.clusterLabel, custom: cluster.metadata, rules: rules, mountsToken: true)
    }

    /// `{c}-pgbackrest`: a backup's Job finds the repository host and runs pgBackRest there.
    public static func pgBackRest(of cluster: ClusterDefinition) -> AccessControl {
        let labels = cluster.clusterLabel.merging([Label.pgBackRest: ""]) { $1 }
        return AccessControl(
            cluster.names.pgBackRest, of: cluster, labels: labels, custom: cluster.pgBackRestMetadata,
            rules: [
                PolicyRule(apiGroups: [""], resources: ["pods"], verbs: ["get", "list"]),
                // `get` as well: exec over WebSocket is a GET.
                PolicyRule(apiGroups: [""], resources: ["pods/exec"], verbs: ["create", "get"]),
                // How far it is, in the status of its PerconaPGBackup.
                PolicyRule(apiGroups: ["pgv2.percona.com"], resources: ["perconapgbackups/status"], verbs: ["patch"]),
            ])
    }

    private init(
        _ name: String, of cluster: ClusterDefinition, labels: [String: String], custom: CustomMetadata, rules: [PolicyRule], mountsToken: Bool? = nil
    ) {
        let metadata = ObjectMeta.of(cluster, name, labels: labels, custom: custom)
        account = ServiceAccount(metadata: metadata, automountServiceAccountToken: mountsToken)
        role = Role(metadata: metadata, rules: rules)
        binding = RoleBinding(
            metadata: metadata,
            roleRef: RoleRef(apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: name),
            subjects: [Subject(kind: "ServiceAccount", name: name, namespace: cluster.namespace)])
    }
}
