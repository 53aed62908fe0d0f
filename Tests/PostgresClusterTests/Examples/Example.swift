import KubernetesModel

@testable import PostgresCluster

/// A cluster with its instances, for the golden files.
struct Example: Sendable, CustomStringConvertible {
    let name: String
    let cluster: ClusterDefinition
    let instances: [Instance]
    var description: String { name }

    static let all = [stock, minimal, rich]

    private init(_ name: String, _ cluster: ClusterDefinition, suffixes: [String]) {
        self.name = name
        self.cluster = cluster
        instances = cluster.instanceSets.flatMap { set in
            suffixes.prefix(set.replicas).map { Instance(name: Instance.name(cluster: cluster.name, set: set.name, suffix: $0), set: set) }
        }
    }

    private static func claim(_ size: Quantity) -> PersistentVolumeClaimSpec {
        PersistentVolumeClaimSpec(accessModes: ["ReadWriteOnce"], resources: VolumeResourceRequirements(requests: ["storage": size]))
    }

    private static func definition(_ name: String, version: Int) -> ClusterDefinition {
        ClusterDefinition(
            name: name, namespace: "postgres-operator", uid: "0a1b2c3d-0000-4000-8000-000000000001", crVersion: "3.1.0", postgresVersion: version,
            images: .init(
                postgres: "localhost/egret-postgres:\(version)", pgBouncer: "localhost/egret-pgbouncer", pgBackRest: "localhost/egret-pgbackrest",
                initContainer: "localhost/egret-operator"))
    }

    private static func affinity(_ key: String, _ value: String) -> Affinity {
        let term = PodAffinityTerm(labelSelector: LabelSelector(matchLabels: [key: value]), topologyKey: "kubernetes.io/hostname")
        return Affinity(
            podAntiAffinity: PodAntiAffinity(
                preferredDuringSchedulingIgnoredDuringExecution: [WeightedPodAffinityTerm(podAffinityTerm: term, weight: 1)]))
    }

    /// The cluster of `deploy/cr.yaml`.
    static let stock: Example = {
        var cluster = definition("cluster1", version: 18)
        cluster.imagePullPolicy = "Always"
        var set = InstanceSetDefinition(name: "instance1", replicas: 3, dataVolumeClaim: claim("1Gi"))
        set.scheduling.affinity = affinity(Label.data, "postgres")
        cluster.instanceSets = [set]
        var pooler = PgBouncerDefinition()
        pooler.replicas = 3
        pooler.scheduling.affinity = affinity(Label.role, "pgbouncer")
        cluster.pgBouncer = pooler
        cluster.backups.repos = [.init(name: "repo1", storage: .volume(claim("1Gi")))]
        cluster.backups.repoHost.scheduling.affinity = affinity(Label.data, "pgbackrest")
        var manual = BackupsDefinition.Manual(repoName: "repo1")
        manual.options = ["--type=full"]
        cluster.backups.manual = manual
        return Example("stock", cluster, suffixes: ["x7k2", "b4cd", "zz29"])
    }()

    /// One instance and nothing else.
    static let minimal: Example = {
        var cluster = definition("one", version: 17)
        cluster.instanceSets = [InstanceSetDefinition(name: "00", dataVolumeClaim: claim("512Mi"))]
        cluster.backups.isEnabled = false
        return Example("minimal", cluster, suffixes: ["b2c4"])
    }()

    /// About every option at once.
    static let rich: Example = {
        var cluster = definition("hippo", version: 17)
        cluster.port = 5433
        cluster.imagePullPolicy = "IfNotPresent"
        cluster.imagePullSecrets = [LocalObjectReference(name: "registry")]
        cluster.metadata = CustomMetadata(labels: ["team": "billing"], annotations: ["contact": "dba@example.com"])
        cluster.dnsDomain = "example.internal"
        cluster.tlsOnly = true
        cluster.initContainer.resources = ResourceRequirements(limits: ["cpu": "100m"])
        cluster.configFiles = [VolumeProjection(configMap: ConfigMapProjection(name: "ldap"))]
        cluster.expose.type = "LoadBalancer"
        cluster.expose.loadBalancerClass = "internal"
        cluster.expose.loadBalancerSourceRanges = ["10.0.0.0/8"]
        cluster.exposeReplicas.type = "NodePort"
        cluster.exposeReplicas.nodePort = 30432
        cluster.exposeReplicas.metadata.annotations = ["example.com/dns": "replicas"]
        cluster.instanceSets = richSets
        cluster.pgBouncer = richPooler
        cluster.backups = richBackups
        cluster.patroni.leaderLeaseDurationSeconds = 20
        cluster.patroni.syncPeriodSeconds = 5
        cluster.patroni.dynamicConfiguration = [
            "synchronous_mode": true,
            "postgresql": [
                "use_slots": true,
                "parameters": ["max_connections": 200, "shared_preload_libraries": "citus, pgaudit", "ssl": "off", "work_mem": "8MB"],
                "pg_hba": ["hostssl app app 10.0.0.0/8 scram-sha-256"],
            ],
        ]
        cluster.parameters = ["work_mem": "16MB", "log_min_duration_statement": 250]
        cluster.authenticationRules = [
            AuthenticationRule(
                connection: "hostssl", databases: ["app"], users: ["/odd", "a\"b"], method: "ldap", options: ["ldapserver": "ldap.example.com"]),
            AuthenticationRule(hba: "local all all trust"),
        ]
        cluster.users = [
            UserDefinition(name: "app", databases: ["app", "audit"], options: "CREATEDB", grantsPublicSchema: true),
            UserDefinition(name: "postgres", databases: ["app"]), UserDefinition(name: "monitor"),
        ]
        cluster.extensions.pgVector = true
        cluster.extensions.pgCron = true
        cluster.extensions.pgStatStatements = true
        return Example("rich", cluster, suffixes: ["h2j4", "k5l6"])
    }()

    /// One repository of each kind. Keys and passphrases are in a Secret of the user, whose files lie beside ours; a role is bound to the
    /// service accounts by annotations, as clouds have it.
    static let storages: Example = {
        var cluster = definition("clouds", version: 17)
        cluster.instanceSets = [InstanceSetDefinition(name: "i", replicas: 2, dataVolumeClaim: claim("1Gi"))]
        cluster.metadata.annotations = ["eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/backups"]
        cluster.backups.repos = [
            .init(name: "repo1", storage: .s3(bucket: "backups", endpoint: "s3.storage.svc:8333", region: "any")),
            .init(name: "repo2", storage: .gcs(bucket: "backups")), .init(name: "repo3", storage: .azure(container: "backups")),
            .init(name: "repo4", storage: .volume(claim("1Gi"))),
        ]
        cluster.backups.global = [
            "repo1-path": "/clouds/one", "repo1-s3-uri-style": "path", "repo1-s3-key-type": "web-id", "repo1-storage-verify-tls": "n",
            "repo1-storage-ca-file": "/etc/pgbackrest/conf.d/ca.crt", "repo1-storage-port": "9000", "repo1-retention-full": "7",
            "repo2-gcs-key": "/etc/pgbackrest/conf.d/gcs-key.json", "repo2-path": "/clouds/two", "repo3-azure-uri-style": "path",
            "repo4-cipher-type": "aes-256-cbc", "process-max": "4", "archive-push-queue-max": "50GiB",
        ]
        cluster.backups.configuration = [VolumeProjection(secret: SecretProjection(name: "clouds-keys"))]
        return Example("storages", cluster, suffixes: ["k5l6", "h2j4"])
    }()

    private static var richSets: [InstanceSetDefinition] {
        var first = InstanceSetDefinition(name: "east", replicas: 2, dataVolumeClaim: claim("10Gi"))
        first.dataVolumeClaim.resources?.limits = ["storage": "100Gi"]
        first.walVolumeClaim = claim("2Gi")
        first.tablespaces = [.init(name: "archive", volumeClaim: claim("3Gi"))]
        first.resources = ResourceRequirements(
            limits: ["cpu": "2", "memory": "4Gi", "hugepages-2Mi": "512Mi", "ephemeral-storage": "1Gi"], requests: ["cpu": "1"])
        first.scheduling.tolerations = [Toleration(key: "db", operator: "Exists")]
        first.scheduling.priorityClassName = "important"
        first.env = [EnvVar(name: "TZ", value: "UTC")]
        first.minAvailable = "50%"
        first.metadata = CustomMetadata(labels: ["tier": "data"], annotations: ["backup.example.com/skip": "true"])
        first.initContainers = [Container(command: ["true"], image: "busybox", name: "warm-up")]
        first.sidecars.containers = [Container(image: "busybox", name: "exporter")]
        first.sidecars.volumes = [Volume(emptyDir: EmptyDirVolumeSource(), name: "exporter-cache")]
        first.sidecars.claims = [.init(name: "exporter-claim", spec: claim("1Gi"))]
        first.extraVolumes = [
            .init(
                name: "ca", source: Volume(configMap: ConfigMapVolumeSource(name: "company-ca")),
                mounts: [VolumeMount(mountPath: "/etc/company", readOnly: true)])
        ]
        return [first, InstanceSetDefinition(name: "west", replicas: 1, dataVolumeClaim: claim("10Gi"))]
    }

    private static var richPooler: PgBouncerDefinition {
        var pooler = PgBouncerDefinition()
        pooler.replicas = 2
        pooler.port = 6432
        pooler.resources = ResourceRequirements(limits: ["memory": "128Mi"])
        pooler.expose.type = "NodePort"
        pooler.global = ["pool_mode": "transaction", "admin_users": "ops", "listen_port": "6432", "query_timeout": "30\nadmin_users = evil"]
        pooler.users = ["app": "pool_mode=session"]
        pooler.files = [VolumeProjection(secret: SecretProjection(name: "pgbouncer-extra"))]
        pooler.customTLSSecret = SecretProjection(items: [KeyToPath(key: "server.crt", path: "tls.crt")], name: "pooler-tls")
        pooler.additionalTrustedCAs = ["partner-ca"]
        pooler.isPaused = true
        return pooler
    }

    private static var richBackups: BackupsDefinition {
        var backups = BackupsDefinition()
        backups.repos = [
            .init(name: "repo2", storage: .s3(bucket: "bucket", endpoint: "endpoint", region: "region")),
            .init(name: "repo1", storage: .volume(claim("20Gi"))), .init(name: "repo3", storage: .gcs(bucket: "gcs-bucket")),
            .init(name: "repo4", storage: .azure(container: "azure-container")),
        ]
        backups.global = ["repo1-retention-full": "14", "log-level-console": "info", "repo2-path": "/hippo"]
        backups.configuration = [VolumeProjection(secret: SecretProjection(name: "s3-keys"))]
        backups.jobs.backoffLimit = 20
        backups.jobs.restartPolicy = "OnFailure"
        backups.jobs.ttlSecondsAfterFinished = 3600
        backups.metadata = CustomMetadata(labels: ["tier": "backup"])
        backups.env = [EnvVar(name: "LC_ALL", value: "C")]
        var manual = BackupsDefinition.Manual(repoName: "repo2")
        manual.initialDelaySeconds = 5
        backups.manual = manual
        return backups
    }
}
