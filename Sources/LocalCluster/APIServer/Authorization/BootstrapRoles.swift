import KubernetesModel

/// The roles and bindings that every cluster has.
///
/// - Source: Kubernetes documentation, "Using RBAC Authorization: Default roles and role bindings". Roles of components that a local
///   cluster does not have (controllers of cloud providers, certificate signers …) are left out.
enum BootstrapRoles {
    /// ClusterRoles and ClusterRoleBindings, complete but for server-owned metadata.
    static var objects: [JSONValue] { clusterRoles + clusterRoleBindings }

    private static let read = ["get", "list", "watch"]
    private static let write = ["create", "delete", "deletecollection", "patch", "update"]

    private static var clusterRoles: [JSONValue] {
        [
            role("cluster-admin", [AccessRule(verbs: ["*"], groups: ["*"], resources: ["*"]), AccessRule(verbs: ["*"], paths: ["*"])]),
            role(
                "system:discovery",
                [
                    AccessRule(
                        verbs: ["get"],
                        paths: [
                            "/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz", "/version", "/version/",
                        ])
                ]),
            role("system:public-info-viewer", [AccessRule(verbs: ["get"], paths: ["/healthz", "/livez", "/readyz", "/version", "/version/"])]),
            role(
                "system:basic-user",
                [
                    AccessRule(
                        verbs: ["create"], groups: ["authorization.k8s.io"],
                        resources: ["selfsubjectaccessreviews", "selfsubjectrulesreviews"]),
                    AccessRule(verbs: ["create"], groups: ["authentication.k8s.io"], resources: ["selfsubjectreviews"]),
                ]),
            role(
                "system:auth-delegator",
                [
                    AccessRule(verbs: ["create"], groups: ["authentication.k8s.io"], resources: ["tokenreviews"]),
                    AccessRule(verbs: ["create"], groups: ["authorization.k8s.io"], resources: ["subjectaccessreviews"]),
                ]),
            role(
                "system:monitoring",
                [
                    AccessRule(
                        verbs: ["get"],
                        paths: ["/healthz", "/healthz/*", "/livez", "/livez/*", "/metrics", "/metrics/slis", "/readyz", "/readyz/*"])
                ]),
            role(
                "system:service-account-issuer-discovery",
                [
                    AccessRule(
                        verbs: ["get"],
                        paths: ["/.well-known/openid-configuration", "/.well-known/openid-configuration/", "/openid/v1/jwks", "/openid/v1/jwks/"])
                ]),
            aggregated("admin", from: ["admin"]),
            aggregated("edit", from: ["edit"], to: ["admin"]),
            aggregated("view", from: ["view"], to: ["edit"]),
            role("system:aggregate-to-admin", adminRules, to: "admin"),
            role("system:aggregate-to-edit", editRules, to: "edit"),
            role("system:aggregate-to-view", viewRules, to: "view"),
        ]
    }

    private static var clusterRoleBindings: [JSONValue] {
        [
            binding("cluster-admin", to: ["system:masters"]),
            binding("system:monitoring", to: ["system:monitoring"]),
            binding("system:discovery", to: ["system:authenticated"]),
            binding("system:basic-user", to: ["system:authenticated"]),
            binding("system:public-info-viewer", to: ["system:authenticated", "system:unauthenticated"]),
            binding("system:service-account-issuer-discovery", to: ["system:serviceaccounts"]),
        ]
    }

    private static let workloads: [(group: String, resources: [String])] = [
        (
            "apps",
            [
                "daemonsets", "deployments", "deployments/rollback", "deployments/scale", "replicasets", "replicasets/scale", "statefulsets",
                "statefulsets/scale",
            ]
        ),
        ("autoscaling", ["horizontalpodautoscalers"]),
        ("batch", ["cronjobs", "jobs"]),
        (
            "extensions",
            [
                "daemonsets", "deployments", "deployments/rollback", "deployments/scale", "ingresses", "networkpolicies", "replicasets",
                "replicasets/scale", "replicationcontrollers/scale",
            ]
        ),
        ("policy", ["poddisruptionbudgets"]),
        ("networking.k8s.io", ["ingresses", "networkpolicies"]),
        ("resource.k8s.io", ["resourceclaims", "resourceclaimtemplates"]),
        ("coordination.k8s.io", ["leases"]),
    ]

    private static var adminRules: [AccessRule] {
        [
            AccessRule(verbs: ["create"], groups: ["authorization.k8s.io"], resources: ["localsubjectaccessreviews"]),
            AccessRule(verbs: write + read, groups: [RoleIndex.group], resources: ["roles", "rolebindings"]),
        ]
    }

    private static var editRules: [AccessRule] {
        [
            AccessRule(
                verbs: read, groups: [""], resources: ["pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "secrets", "services/proxy"]),
            AccessRule(verbs: ["impersonate"], groups: [""], resources: ["serviceaccounts"]),
            AccessRule(verbs: write, groups: [""], resources: ["pods", "pods/attach", "pods/exec", "pods/portforward", "pods/proxy"]),
            AccessRule(verbs: ["create"], groups: [""], resources: ["pods/eviction"]),
            AccessRule(
                verbs: write, groups: [""],
                resources: [
                    "configmaps", "events", "persistentvolumeclaims", "replicationcontrollers", "replicationcontrollers/scale", "secrets",
                    "serviceaccounts", "services", "services/proxy",
                ]),
            AccessRule(verbs: ["create"], groups: [""], resources: ["serviceaccounts/token"]),
        ] + workloads.map { AccessRule(verbs: $0.group == "coordination.k8s.io" ? write + read : write, groups: [$0.group], resources: $0.resources) }
    }

    private static var viewRules: [AccessRule] {
        [
            AccessRule(
                verbs: read, groups: [""],
                resources: [
                    "configmaps", "endpoints", "persistentvolumeclaims", "persistentvolumeclaims/status", "pods", "replicationcontrollers",
                    "replicationcontrollers/scale", "serviceaccounts", "services", "services/status",
                ]),
            AccessRule(
                verbs: read, groups: [""],
                resources: [
                    "bindings", "events", "limitranges", "namespaces/status", "pods/log", "pods/status", "replicationcontrollers/status",
                    "resourcequotas", "resourcequotas/status",
                ]),
            AccessRule(verbs: read, groups: [""], resources: ["namespaces"]),
            AccessRule(verbs: read, groups: ["discovery.k8s.io"], resources: ["endpointslices"]),
            AccessRule(
                verbs: read, groups: ["apps"],
                resources: [
                    "controllerrevisions", "daemonsets", "daemonsets/status", "deployments", "deployments/scale", "deployments/status", "replicasets",
                    "replicasets/scale", "replicasets/status", "statefulsets", "statefulsets/scale", "statefulsets/status",
                ]),
            AccessRule(verbs: read, groups: ["autoscaling"], resources: ["horizontalpodautoscalers", "horizontalpodautoscalers/status"]),
            AccessRule(verbs: read, groups: ["batch"], resources: ["cronjobs", "cronjobs/status", "jobs", "jobs/status"]),
            AccessRule(verbs: read, groups: ["events.k8s.io"], resources: ["events"]),
            AccessRule(
                verbs: read, groups: ["extensions"],
                resources: [
                    "daemonsets", "daemonsets/status", "deployments", "deployments/scale", "deployments/status", "ingresses", "ingresses/status",
                    "networkpolicies", "replicasets", "replicasets/scale", "replicasets/status", "replicationcontrollers/scale",
                ]),
            AccessRule(verbs: read, groups: ["policy"], resources: ["poddisruptionbudgets", "poddisruptionbudgets/status"]),
            AccessRule(verbs: read, groups: ["networking.k8s.io"], resources: ["ingresses", "ingresses/status", "networkpolicies"]),
            AccessRule(verbs: read, groups: ["resource.k8s.io"], resources: ["resourceclaims", "resourceclaims/status", "resourceclaimtemplates"]),
        ]
    }

    private static let marks: JSONValue = ["kubernetes.io/bootstrapping": "rbac-defaults"]

    private static func role(_ name: String, _ rules: [AccessRule], to aggregate: String? = nil) -> JSONValue {
        var labels = marks
        if let aggregate { labels["rbac.authorization.k8s.io/aggregate-to-\(aggregate)"] = "true" }
        return object("ClusterRole", name, labels: labels, ["rules": .array(rules.map(\.json))])
    }

    private static func aggregated(_ name: String, from labels: [String], to others: [String] = []) -> JSONValue {
        var own = marks
        for other in others { own["rbac.authorization.k8s.io/aggregate-to-\(other)"] = "true" }
        let selectors = labels.map { JSONValue.object(["matchLabels": ["rbac.authorization.k8s.io/aggregate-to-\($0)": "true"]]) }
        return object("ClusterRole", name, labels: own, ["rules": .null, "aggregationRule": ["clusterRoleSelectors": .array(selectors)]])
    }

    private static func binding(_ name: String, to groups: [String]) -> JSONValue {
        let subjects = groups.map { JSONValue.object(["kind": "Group", "apiGroup": .string(RoleIndex.group), "name": .string($0)]) }
        return object(
            "ClusterRoleBinding", name, labels: marks,
            [
                "subjects": .array(subjects),
                "roleRef": ["apiGroup": .string(RoleIndex.group), "kind": "ClusterRole", "name": .string(name)],
            ])
    }

    private static func object(_ kind: String, _ name: String, labels: JSONValue, _ rest: [String: JSONValue]) -> JSONValue {
        var object: JSONValue = [
            "apiVersion": .string("\(RoleIndex.group)/v1"), "kind": .string(kind),
            "metadata": [
                "name": .string(name), "labels": labels, "annotations": ["rbac.authorization.kubernetes.io/autoupdate": "true"],
            ],
        ]
        for (key, value) in rest { object[key] = value }
        return object
    }
}

extension JSONValue {
    /// An object out of pairs that are computed.
    fileprivate static func object(_ pairs: KeyValuePairs<String, JSONValue>) -> JSONValue {
        .object(Dictionary(pairs.map { ($0.key, $0.value) }, uniquingKeysWith: { _, last in last }))
    }
}
