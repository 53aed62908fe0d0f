import KubernetesModel

extension OperatorInstallation {
    /// The five labels that Deployment, selector and Pods share.
    private var labels: JSONValue {
        [
            "app.kubernetes.io/component": "operator", "app.kubernetes.io/instance": .string(Self.name), "app.kubernetes.io/name": .string(Self.name),
            "app.kubernetes.io/part-of": .string(Self.name), "pgv2.percona.com/control-plane": "postgres-operator",
        ]
    }

    /// `operator.yaml`.
    func deploymentText(_ reach: Reach) -> String {
        let deployment: JSONValue = [
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": .string(Self.name), "labels": labels],
            "spec": [
                "replicas": 1, "strategy": ["type": "Recreate"], "selector": ["matchLabels": labels],
                "template": [
                    "metadata": ["labels": labels], "spec": ["serviceAccountName": .string(Self.name), "containers": [container(reach)]],
                ],
            ],
        ]
        return deployment.manifestText
    }

    private func container(_ reach: Reach) -> JSONValue {
        [
            "name": "operator", "image": .string(operatorImage), "imagePullPolicy": "IfNotPresent", "env": .array(environment(reach)),
            "ports": [["name": "metrics", "containerPort": 8080, "protocol": "TCP"], ["name": "health", "containerPort": 8081, "protocol": "TCP"]],
            // Generous: on a machine that has more to do than it can, a restart of the operator only adds to that.
            "livenessProbe": [
                "httpGet": ["path": "/metrics", "port": "metrics", "scheme": "HTTP"], "timeoutSeconds": 10, "failureThreshold": 6,
            ],
            "readinessProbe": ["httpGet": ["path": "/readyz", "port": "health", "scheme": "HTTP"], "periodSeconds": 5, "timeoutSeconds": 5],
            // What it needs itself for some dozens of clusters; the limit is a guard against a leak, not a measure.
            "resources": ["requests": ["cpu": "20m", "memory": "48Mi"], "limits": ["memory": "512Mi"]],
            "securityContext": [
                "allowPrivilegeEscalation": false, "capabilities": ["drop": ["ALL"]], "readOnlyRootFilesystem": true, "runAsNonRoot": true,
                "seccompProfile": ["type": "RuntimeDefault"],
            ],
        ]
    }

    /// The variables that users and tools know, in their order, then the default images.
    private func environment(_ reach: Reach) -> [JSONValue] {
        let namespace: JSONValue = ["fieldRef": ["fieldPath": "metadata.namespace"]]
        func variable(_ name: String, _ value: String) -> JSONValue { ["name": .string(name), "value": .string(value)] }
        return [
            reach == .ownNamespace ? ["name": "WATCH_NAMESPACE", "valueFrom": namespace] : variable("WATCH_NAMESPACE", ""),
            ["name": "PGO_NAMESPACE", "valueFrom": namespace],
            variable("LOG_STRUCTURED", "false"), variable("LOG_LEVEL", "INFO"), variable("DISABLE_TELEMETRY", "false"), variable("PGO_WORKERS", "1"),
            variable("PPROF_BIND_ADDRESS", "0"), variable("PGO_CONTROLLER_LEADER_ELECTION_ENABLED", "true"),
            variable("PGO_CONTROLLER_LEASE_NAME", ""), variable("PGO_CONTROLLER_LEASE_DURATION", "60s"),
            variable("PGO_CONTROLLER_RENEW_DEADLINE", "40s"), variable("PGO_CONTROLLER_RETRY_PERIOD", "10s"), variable("PGO_FEATURE_GATES", ""),
        ] + relatedImages.map { variable($0.variable, $0.image) }
    }
}
