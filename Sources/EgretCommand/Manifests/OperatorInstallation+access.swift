import KubernetesModel

/// A rule of the operator's Role, with the reason for which it is there.
package struct AccessRule: Sendable {
    package let reason: String
    package let groups: [String]
    package let resources: [String]
    package let verbs: [String]

    init(_ reason: String, group: String = "", _ resources: [String], _ verbs: [String]) {
        self.reason = reason
        groups = [group]
        self.resources = resources
        self.verbs = verbs.sorted()
    }

    fileprivate var text: String {
        let rule: JSONValue = ["apiGroups": groups.json, "resources": resources.json, "verbs": verbs.json]
        let lines = rule.yaml(firstKeys: ["apiGroups", "resources", "verbs"]).split(separator: "\n")
        return "# \(reason)\n- " + lines.joined(separator: "\n  ") + "\n"
    }
}

extension OperatorInstallation {
    private static let reading = ["get", "list", "watch"]
    private static let keeping = ["create", "delete", "get", "list", "patch", "watch"]

    /// Everything that the operator may do: the least that works.
    ///
    /// What it grants to the Pods of a cluster must be among it, else the API server refuses the grant as an escalation.
    package static let rules = [
        AccessRule(
            "The clusters themselves; `patch` sets and removes their finalizers.", group: "pgv2.percona.com", ["perconapgclusters"],
            reading + ["patch"]),
        AccessRule(
            "Backups: the first one of a cluster is requested by the operator, `patch` keeps their finalizers, and with the cluster's finalizer "
                + "percona.com/delete-backups they go with it.", group: "pgv2.percona.com", ["perconapgbackups"],
            ["create", "delete"] + reading + ["patch"]),
        AccessRule(
            "Restores that people ask for; `patch` keeps one from going while it has hold of data, and a cluster with a data source begins with one of "
                + "its own.", group: "pgv2.percona.com", ["perconapgrestores"], ["create"] + reading + ["patch"]),
        AccessRule(
            "State and conditions.", group: "pgv2.percona.com",
            ["perconapgbackups/status", "perconapgclusters/status", "perconapgrestores/status"], ["patch"]),
        AccessRule(
            "Owner references that block the deletion of their owner, where the API server asks for this right.", group: "pgv2.percona.com",
            ["perconapgbackups/finalizers", "perconapgclusters/finalizers"], ["update"]),
        AccessRule(
            "Configuration, Services, volumes, passwords, certificates and identities of a cluster.",
            ["configmaps", "persistentvolumeclaims", "secrets", "serviceaccounts", "services"], keeping),
        AccessRule(
            "Patroni keeps leader, configuration and state in them: granted to the instances; the operator changes and removes them.",
            ["endpoints"], ["create", "delete", "deletecollection", "get", "list", "patch", "watch"]),
        AccessRule(
            "OpenShift lets nobody write addresses into Endpoints without it: granted to the instances.", ["endpoints/restricted"], ["create"]),
        AccessRule(
            "Members' states; `patch` is granted to the instances, which label themselves, `delete` replaces an outdated Pod.", ["pods"],
            ["delete"] + reading + ["patch"]),
        AccessRule(
            "SQL, pgBackRest and Patroni are run in the Pods: exec over WebSocket needs both verbs. Granted to backups.", ["pods/exec"],
            ["create", "get"]),
        AccessRule("Instances and repository host; PgBouncer.", group: "apps", ["deployments", "statefulsets"], keeping),
        AccessRule("Backups, restores, drills, and the reading of kept volumes.", group: "batch", ["jobs"], keeping),
        AccessRule("Instances and poolers survive the draining of nodes.", group: "policy", ["poddisruptionbudgets"], keeping),
        AccessRule(
            "What the Pods of a cluster may do.", group: "rbac.authorization.k8s.io", ["rolebindings", "roles"], keeping),
        AccessRule(
            "Whether a whole namespace is being deleted: its clusters are let go at once then, before the operator goes, too.", ["namespaces"],
            ["get"]),
        AccessRule(
            "One operator works at a time.", group: "coordination.k8s.io", ["leases"], ["create", "get", "update"]),
        AccessRule("What was done and what is wrong; `get` finds the event to count up.", ["events"], ["create", "get", "patch"]),
    ]

    /// `rbac.yaml`.
    func accessControl(_ reach: Reach) -> String {
        let isWide = reach == .allNamespaces
        let account: JSONValue = ["apiVersion": "v1", "kind": "ServiceAccount", "metadata": ["name": .string(Self.name)]]
        var subject: JSONValue = ["kind": "ServiceAccount", "name": .string(Self.name)]
        if isWide { subject["namespace"] = .string(Self.clusterWideNamespace) }
        let kind = isWide ? "ClusterRole" : "Role"
        let role: JSONValue = [
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": .string(kind), "metadata": ["name": .string(Self.name)],
        ]
        let binding: JSONValue = [
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": .string("\(kind)Binding"), "metadata": ["name": .string(Self.name)],
            "roleRef": ["apiGroup": "rbac.authorization.k8s.io", "kind": .string(kind), "name": .string(Self.name)],
            "subjects": [subject],
        ]
        let rules = "rules:\n" + Self.rules.map(\.text).joined()
        return [account.manifestText, role.manifestText + rules, binding.manifestText].joined(separator: "---\n")
    }
}
