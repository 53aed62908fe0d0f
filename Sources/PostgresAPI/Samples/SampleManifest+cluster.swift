extension SampleManifest {
    /// Keys that come first in an object, in this order.
    static let firstKeys = [
        "name", "key", "enabled", "crVersion", "image", "imagePullPolicy", "imagePullSecrets", "postgresVersion", "port", "replicas", "pause",
        "unmanaged",
        "instances", "users", "databaseInitSQL", "proxy", "backups", "patroni", "config", "authentication", "extensions", "expose", "exposeReplicas",
        "tls", "tlsOnly", "secrets", "standby", "dataSource", "logicalReplicas", "pmm", "logcollector", "initContainer",
    ]

    /// A cluster with every field; keys that begin with `+` are set, the others stand in comments.
    static let clusterText = #"""
        {
        "+metadata": {
          "+name": "cluster1",
          "finalizers": ["percona.com/delete-pvc", "percona.com/delete-ssl", "percona.com/delete-backups"]
        },
        "+spec": {
          "+crVersion": "$VERSION",
          "+image": "$POSTGRES",
          "+imagePullPolicy": "Always",
          "imagePullSecrets": [{"name": "registry-credentials"}],
          "+postgresVersion": $MAJOR,
          "port": 5432,
          "pause": false,
          "unmanaged": false,
          "openshift": false,
          "autoCreateUserSchema": true,
          "clusterServiceDNSSuffix": "cluster.local",
          "tlsOnly": true,
          "metadata": {"labels": {"team": "payments"}, "annotations": {"example.com/owner": "payments"}},
          "initContainer": {
            "image": "$OPERATOR",
            "resources": {"limits": {"cpu": "50m", "memory": "50Mi"}},
            "containerSecurityContext": {"runAsNonRoot": true, "readOnlyRootFilesystem": true}
          },
          "+instances": [
            {
              "+name": "instance1",
              "+replicas": 3,
              "+affinity": {"podAntiAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [
                {"weight": 1, "podAffinityTerm": {"topologyKey": "kubernetes.io/hostname",
                  "labelSelector": {"matchLabels": {"postgres-operator.crunchydata.com/data": "postgres"}}}}]}},
              "+dataVolumeClaimSpec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
              "resources": {"requests": {"cpu": "1", "memory": "4Gi"}, "limits": {"cpu": "2", "memory": "4Gi"}},
              "minAvailable": 1,
              "metadata": {"labels": {"tier": "database"}, "annotations": {"example.com/scrape": "true"}},
              "env": [{"name": "TZ", "value": "UTC"}],
              "envFrom": [{"secretRef": {"name": "instance-environment"}}],
              "priorityClassName": "high-priority",
              "tolerations": [{"key": "role", "operator": "Equal", "value": "database", "effect": "NoSchedule"}],
              "topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "topology.kubernetes.io/zone", "whenUnsatisfiable": "ScheduleAnyway",
                "labelSelector": {"matchLabels": {"postgres-operator.crunchydata.com/instance-set": "instance1"}}}],
              "securityContext": {"fsGroup": 1001, "runAsNonRoot": true},
              "containers": {"replicaCertCopy": {"resources": {"limits": {"cpu": "100m", "memory": "64Mi"}}}},
              "initContainer": {
                "image": "$OPERATOR",
                "resources": {"limits": {"cpu": "50m", "memory": "50Mi"}},
                "containerSecurityContext": {"runAsNonRoot": true}
              },
              "initContainers": [{"name": "prepare", "image": "busybox", "command": ["true"]}],
              "walVolumeClaimSpec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
              "tablespaceVolumes": [
                {"name": "archive", "dataVolumeClaimSpec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}
              ],
              "extraVolumes": [
                {"name": "scratch", "volumeSource": {"emptyDir": {}},
                 "mounts": [{"mountPath": "/scratch", "readOnly": false, "subPath": "tmp"}]}
              ],
              "volumeMounts": [{"name": "scratch", "mountPath": "/scratch"}],
              "sidecars": [{"name": "exporter", "image": "prom/node-exporter:latest"}],
              "sidecarVolumes": [{"name": "exporter-config", "configMap": {"name": "exporter-config"}}],
              "sidecarPVCs": [
                {"name": "exporter-data", "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}
              ]
            }
          ],
          "users": [
            {"name": "rhino", "databases": ["zoo"], "options": "CREATEDB", "password": {"type": "AlphaNumeric"},
             "secretName": "rhino-credentials", "grantPublicSchemaAccess": false}
          ],
          "databaseInitSQL": {"name": "init-sql", "key": "init.sql"},
          "+proxy": {"+pgBouncer": {
            "+replicas": 3,
            "+image": "$PGBOUNCER",
            "+affinity": {"podAntiAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [
              {"weight": 1, "podAffinityTerm": {"topologyKey": "kubernetes.io/hostname",
                "labelSelector": {"matchLabels": {"postgres-operator.crunchydata.com/role": "pgbouncer"}}}}]}},
            "port": 5432,
            "paused": false,
            "exposeSuperusers": false,
            "minAvailable": 1,
            "config": {
              "global": {"pool_mode": "transaction", "max_client_conn": "1000"},
              "databases": {"zoo": "host=cluster1-primary port=5432 dbname=zoo"},
              "users": {"rhino": "pool_mode=session"},
              "files": [{"configMap": {"name": "pgbouncer-settings", "items": [{"key": "pgbouncer.ini", "path": "pgbouncer.ini"}]}}]
            },
            "expose": {"type": "LoadBalancer", "annotations": {"example.com/load-balancer": "internal"}, "labels": {"tier": "pooler"},
              "loadBalancerClass": "example.com/internal", "loadBalancerSourceRanges": ["10.0.0.0/8"], "nodePort": 30543},
            "usersSecret": {"name": "pgbouncer-users"},
            "customTLSSecret": {"name": "pgbouncer-tls"},
            "additionalTrustedCAs": [{"name": "partner-ca"}],
            "metadata": {"labels": {"tier": "pooler"}, "annotations": {"example.com/scrape": "true"}},
            "resources": {"requests": {"cpu": "100m", "memory": "64Mi"}, "limits": {"cpu": "1", "memory": "128Mi"}},
            "containers": {"pgbouncerConfig": {"resources": {"limits": {"cpu": "50m", "memory": "32Mi"}}}},
            "env": [{"name": "TZ", "value": "UTC"}],
            "envFrom": [{"configMapRef": {"name": "pgbouncer-environment"}}],
            "priorityClassName": "high-priority",
            "tolerations": [{"key": "role", "operator": "Equal", "value": "pooler", "effect": "NoSchedule"}],
            "topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "topology.kubernetes.io/zone", "whenUnsatisfiable": "ScheduleAnyway",
              "labelSelector": {"matchLabels": {"postgres-operator.crunchydata.com/role": "pgbouncer"}}}],
            "securityContext": {"runAsNonRoot": true},
            "sidecars": [{"name": "exporter", "image": "prometheuscommunity/pgbouncer-exporter:latest"}],
            "sidecarVolumes": [{"name": "exporter-config", "configMap": {"name": "exporter-config"}}],
            "sidecarPVCs": [
              {"name": "exporter-data", "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}
            ]
          }},
          "+backups": {
            "enabled": true,
            "trackLatestRestorableTime": true,
            "drills": {"schedule": "0 3 * * 0", "repoName": "repo1", "deadlineSeconds": 21600,
              "checks": {"amcheck": true, "heapAllIndexed": false, "pageChecksums": true, "sql": {"name": "drill-checks", "key": "checks.sql"}},
              "resources": {"limits": {"cpu": "1", "memory": "1Gi"}},
              "volumeClaimSpec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "2Gi"}}}},
            "+pgbackrest": {
              "+image": "$PGBACKREST",
              "global": {"repo1-retention-full": "14", "repo1-retention-full-type": "time"},
              "configuration": [{"secret": {"name": "cluster1-pgbackrest-secrets"}}],
              "+repos": [
                {"+name": "repo1",
                 "+volume": {"+volumeClaimSpec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}},
                 "schedules": {"full": "0 0 * * 6", "differential": "0 1 * * 1-6", "incremental": "0 */4 * * *"}},
                {"name": "repo2", "s3": {"bucket": "backups", "endpoint": "s3.eu-central-1.amazonaws.com", "region": "eu-central-1"}},
                {"name": "repo3", "gcs": {"bucket": "backups"}},
                {"name": "repo4", "azure": {"container": "backups"}}
              ],
              "+repoHost": {
                "+affinity": {"podAntiAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [
                  {"weight": 1, "podAffinityTerm": {"topologyKey": "kubernetes.io/hostname",
                    "labelSelector": {"matchLabels": {"postgres-operator.crunchydata.com/data": "pgbackrest"}}}}]}},
                "resources": {"limits": {"cpu": "200m", "memory": "128Mi"}},
                "priorityClassName": "high-priority",
                "tolerations": [{"key": "role", "operator": "Equal", "value": "backup", "effect": "NoSchedule"}],
                "topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "topology.kubernetes.io/zone", "whenUnsatisfiable": "ScheduleAnyway",
                  "labelSelector": {"matchLabels": {"postgres-operator.crunchydata.com/pgbackrest": ""}}}],
                "securityContext": {"fsGroup": 1001, "runAsNonRoot": true},
                "sidecars": [{"name": "watcher", "image": "busybox", "command": ["sleep", "infinity"]}],
                "sidecarVolumes": [{"name": "watcher-config", "configMap": {"name": "watcher-config"}}],
                "sidecarPVCs": [
                  {"name": "watcher-data", "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}
                ]
              },
              "manual": {"repoName": "repo1", "options": ["--type=full"], "initialDelaySeconds": 10, "env": [{"name": "TZ", "value": "UTC"}],
                "envFrom": [{"secretRef": {"name": "backup-environment"}}]},
              "jobs": {
                "resources": {"limits": {"cpu": "200m", "memory": "128Mi"}},
                "priorityClassName": "high-priority",
                "backoffLimit": 2,
                "restartPolicy": "OnFailure",
                "ttlSecondsAfterFinished": 3600,
                "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
                  {"matchExpressions": [{"key": "kubernetes.io/arch", "operator": "In", "values": ["amd64"]}]}]}}},
                "tolerations": [{"key": "role", "operator": "Equal", "value": "backup", "effect": "NoSchedule"}],
                "securityContext": {"fsGroup": 1001, "runAsNonRoot": true}
              },
              "containers": {
                "pgbackrest": {"resources": {"limits": {"cpu": "200m", "memory": "128Mi"}}},
                "pgbackrestConfig": {"resources": {"limits": {"cpu": "100m", "memory": "64Mi"}}}
              },
              "metadata": {"labels": {"tier": "backup"}, "annotations": {"example.com/scrape": "false"}},
              "env": [{"name": "PGBACKREST_PROCESS_MAX", "value": "4"}],
              "envFrom": [{"secretRef": {"name": "backup-environment"}}],
              "initContainer": {
                "image": "$OPERATOR",
                "resources": {"limits": {"cpu": "50m", "memory": "50Mi"}},
                "containerSecurityContext": {"runAsNonRoot": true}
              }
            },
            "volumeSnapshots": {
              "className": "csi-snapshots",
              "mode": "offline",
              "schedule": "0 3 * * *",
              "offlineConfig": {"checkpoint": {"enabled": true, "timeoutSeconds": 300}},
              "jobs": {"tolerations": [{"key": "role", "operator": "Equal", "value": "backup", "effect": "NoSchedule"}]}
            }
          },
          "patroni": {
            "port": 8008,
            "leaderLeaseDurationSeconds": 30,
            "syncPeriodSeconds": 10,
            "createReplicaMethods": ["pgbackrest", "basebackup"],
            "removeDataDirectoryOnDivergedTimelines": false,
            "dynamicConfiguration": {"synchronous_mode": true, "postgresql": {"parameters": {"max_connections": 200, "work_mem": "16MB"}}},
            "switchover": {"enabled": true, "type": "Switchover", "targetInstance": "cluster1-instance1-abcd"}
          },
          "+config": {
            "+parameters": {"jit": "on"},
            "files": [{"secret": {"name": "ldap-ca", "items": [{"key": "ca.crt", "path": "ldap/ca.crt"}]}}]
          },
          "authentication": {"rules": [
            {"connection": "hostssl", "databases": ["zoo"], "users": ["rhino"], "method": "cert", "options": {"map": "people"}},
            {"connection": "hostssl", "method": "reject", "hba": "hostssl all all 203.0.113.0/24 reject"}
          ]},
          "extensions": {
            "pg_audit": {"enabled": true},
            "pg_cron": {"enabled": true},
            "pg_repack": {"enabled": true},
            "pg_stat_monitor": {"enabled": false},
            "pg_stat_statements": {"enabled": true},
            "pgvector": {"enabled": true},
            "set_user": {"enabled": true},
            "pg_tde": {"enabled": true, "walEncryption": true, "vault": {"host": "https://vault.example.com:8200", "mountPath": "secret/data",
              "tokenSecret": {"name": "vault-token", "key": "token"}, "caSecret": {"name": "vault-ca", "key": "ca.crt"}}},
            "image": "$OPERATOR",
            "imagePullPolicy": "IfNotPresent",
            "storage": {"type": "s3", "bucket": "extensions", "region": "eu-central-1", "endpoint": "s3.eu-central-1.amazonaws.com",
              "forcePathStyle": false, "disableSSL": false, "secret": {"name": "cluster1-extensions-secret"}},
            "custom": [{"name": "pg_stat_kcache", "version": "2.3.0", "checksum": "sha256:0000"}]
          },
          "expose": {"type": "LoadBalancer", "annotations": {"example.com/load-balancer": "internal"}, "labels": {"tier": "database"},
            "loadBalancerClass": "example.com/internal", "loadBalancerSourceRanges": ["10.0.0.0/8"], "nodePort": 30542},
          "exposeReplicas": {"type": "LoadBalancer", "annotations": {"example.com/load-balancer": "internal"}, "labels": {"tier": "database"},
            "loadBalancerClass": "example.com/internal", "loadBalancerSourceRanges": ["10.0.0.0/8"], "nodePort": 30541},
          "tls": {
            "certManagementPolicy": "auto",
            "caValidityDuration": "26280h",
            "certValidityDuration": "2160h",
            "pgBackRestCertValidityDuration": "2160h",
            "issuerConf": {"name": "company-issuer", "kind": "ClusterIssuer", "group": "cert-manager.io"}
          },
          "secrets": {
            "customRootCATLSSecret": {"name": "cluster1-ca", "items": [{"key": "tls.crt", "path": "root.crt"}, {"key": "tls.key", "path": "root.key"}]},
            "customTLSSecret": {"name": "cluster1-tls"},
            "customReplicationTLSSecret": {"name": "cluster1-replication-tls"}
          },
          "standby": {"enabled": true, "host": "primary.example.com", "port": 5432, "repoName": "repo1", "maxAcceptableLag": "64Mi"},
          "dataSource": {
            "postgresCluster": {"clusterName": "cluster0", "clusterNamespace": "postgres-operator", "repoName": "repo1", "options": ["--type=immediate"],
              "env": [{"name": "TZ", "value": "UTC"}], "envFrom": [{"secretRef": {"name": "restore-environment"}}],
              "resources": {"limits": {"cpu": "200m", "memory": "128Mi"}}, "priorityClassName": "high-priority",
              "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
                {"matchExpressions": [{"key": "kubernetes.io/arch", "operator": "In", "values": ["amd64"]}]}]}}},
              "tolerations": [{"key": "role", "operator": "Equal", "value": "backup", "effect": "NoSchedule"}]},
            "pgbackrest": {"stanza": "db", "configuration": [{"secret": {"name": "cluster0-pgbackrest-secrets"}}],
              "global": {"repo1-path": "/pgbackrest/postgres-operator/cluster0/repo1"}, "options": ["--type=immediate"],
              "repo": {"name": "repo1", "s3": {"bucket": "backups", "endpoint": "s3.eu-central-1.amazonaws.com", "region": "eu-central-1"}},
              "resources": {"limits": {"cpu": "200m", "memory": "128Mi"}}, "priorityClassName": "high-priority",
              "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
                {"matchExpressions": [{"key": "kubernetes.io/arch", "operator": "In", "values": ["amd64"]}]}]}}},
              "tolerations": [{"key": "role", "operator": "Equal", "value": "backup", "effect": "NoSchedule"}]},
            "volumes": {
              "pgDataVolume": {"pvcName": "cluster0-data", "directory": "cluster0", "labels": {"moved": "true"},
                "annotations": {"example.com/ticket": "1"}, "tolerations": [{"key": "role", "operator": "Exists", "effect": "NoSchedule"}]},
              "pgWALVolume": {"pvcName": "cluster0-wal", "directory": "cluster0-wal", "labels": {"moved": "true"},
                "annotations": {"example.com/ticket": "1"}, "tolerations": [{"key": "role", "operator": "Exists", "effect": "NoSchedule"}]},
              "pgBackRestVolume": {"pvcName": "cluster0-repo1", "directory": "cluster0-repo1", "labels": {"moved": "true"},
                "annotations": {"example.com/ticket": "1"}, "tolerations": [{"key": "role", "operator": "Exists", "effect": "NoSchedule"}]}
            }
          },
          "logicalReplicas": [
            {"name": "reports", "bootstrapMethod": "pgbackrest", "databases": ["zoo"],
             "dataVolumeClaimSpec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
             "resources": {"limits": {"cpu": "2", "memory": "4Gi"}}, "priorityClassName": "low-priority",
             "expose": {"type": "ClusterIP", "annotations": {"example.com/load-balancer": "internal"}, "labels": {"tier": "reports"},
               "loadBalancerClass": "example.com/internal", "loadBalancerSourceRanges": ["10.0.0.0/8"], "nodePort": 30540},
             "metadata": {"labels": {"tier": "reports"}, "annotations": {"example.com/scrape": "true"}},
             "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
               {"matchExpressions": [{"key": "kubernetes.io/arch", "operator": "In", "values": ["amd64"]}]}]}}},
             "tolerations": [{"key": "role", "operator": "Equal", "value": "reports", "effect": "NoSchedule"}]}
          ],
          "+pmm": {
            "+enabled": false,
            "+image": "docker.io/perconalab/pmm-client:3-dev-latest",
            "+secret": "cluster1-pmm-secret",
            "+serverHost": "monitoring-service",
            "imagePullPolicy": "IfNotPresent",
            "customClusterName": "zoo",
            "postgresParams": "--environment=production",
            "querySource": "pgstatstatements",
            "resources": {"limits": {"cpu": "500m", "memory": "500Mi"}},
            "containerSecurityContext": {"runAsNonRoot": true},
            "runtimeClassName": "kata"
          },
          "+logcollector": {
            "+enabled": false,
            "+image": "docker.io/perconalab/fluentbit:main-logcollector",
            "imagePullPolicy": "IfNotPresent",
            "configuration": "[OUTPUT]\n    Name http\n    Match *\n    Host logs.example.com\n",
            "containerSecurityContext": {"runAsNonRoot": true},
            "resources": {"limits": {"cpu": "200m", "memory": "128Mi"}},
            "env": [{"name": "TZ", "value": "UTC"}],
            "envFrom": [{"secretRef": {"name": "logcollector-environment"}}],
            "livenessProbe": {"exec": {"command": ["/logcollector/health"]}, "periodSeconds": 30},
            "readinessProbe": {"exec": {"command": ["/logcollector/health"]}, "periodSeconds": 30},
            "volumes": [{"name": "log-ca", "secret": {"secretName": "log-ca"}}],
            "volumeMounts": [{"name": "log-ca", "mountPath": "/etc/log-ca"}],
            "logRotate": {
              "schedule": "0 0 * * *",
              "configuration": "/pgdata/pg*/log/*.log {\n    rotate 7\n    compress\n}\n",
              "extraConfig": {"name": "logrotate-extra"},
              "livenessProbe": {"exec": {"command": ["/logcollector/health"]}, "periodSeconds": 30},
              "readinessProbe": {"exec": {"command": ["/logcollector/health"]}, "periodSeconds": 30}
            }
          }
        }
        }
        """#
}
