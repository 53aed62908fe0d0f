extension SampleManifest {
    static let backupText = #"""
        {
        "+metadata": {"+name": "backup1"},
        "+spec": {
          "+pgCluster": "cluster1",
          "+repoName": "repo1",
          "method": "pgbackrest",
          "options": ["--type=full"],
          "containerOptions": {"env": [{"name": "PGBACKREST_PROCESS_MAX", "value": "4"}], "envFrom": [{"secretRef": {"name": "backup-environment"}}]}
        }
        }
        """#

    static let restoreText = #"""
        {
        "+metadata": {"+name": "restore1"},
        "+spec": {
          "+pgCluster": "cluster1",
          "+repoName": "repo1",
          "volumeSnapshotBackupName": "backup2",
          "options": ["--type=time", "--target=\"2026-05-01 12:00:00+00\""],
          "containerOptions": {"env": [{"name": "PGBACKREST_PROCESS_MAX", "value": "4"}], "envFrom": [{"secretRef": {"name": "restore-environment"}}]}
        }
        }
        """#

    static let upgradeText = #"""
        {
        "+metadata": {"+name": "cluster1-$MAJOR-to-$NEXT"},
        "+spec": {
          "+postgresClusterName": "cluster1",
          "+image": "$UPGRADE",
          "imagePullPolicy": "IfNotPresent",
          "imagePullSecrets": [{"name": "registry-credentials"}],
          "+fromPostgresVersion": $MAJOR,
          "+toPostgresVersion": $NEXT,
          "+toPostgresImage": "$POSTGRES_NEXT",
          "+toPgBouncerImage": "$PGBOUNCER",
          "+toPgBackRestImage": "$PGBACKREST",
          "resources": {"limits": {"cpu": "1", "memory": "1Gi"}},
          "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
            {"matchExpressions": [{"key": "kubernetes.io/arch", "operator": "In", "values": ["amd64"]}]}]}}},
          "tolerations": [{"key": "role", "operator": "Equal", "value": "database", "effect": "NoSchedule"}],
          "priorityClassName": "high-priority",
          "metadata": {"labels": {"team": "payments"}, "annotations": {"example.com/ticket": "1"}},
          "initContainers": [{"name": "prepare", "image": "busybox", "command": ["true"]}],
          "volumeMounts": [{"name": "postgres-data", "mountPath": "/pgdata"}]
        }
        }
        """#

    /// Secrets that a cluster's options name; empty, so that nobody uses a password out of a repository.
    static let secrets = """
        # Secrets that options of cr.yaml name. Fill in what you use, and apply them before the cluster.
        apiVersion: v1
        kind: Secret
        metadata:
          name: cluster1-pmm-secret
        type: Opaque
        stringData:
          PMM_SERVER_TOKEN: ""
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: cluster1-extensions-secret
        type: Opaque
        stringData:
          AWS_ACCESS_KEY_ID: ""
          AWS_SECRET_ACCESS_KEY: ""

        """
}
