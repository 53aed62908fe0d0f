import KubernetesModel

/// `spec` of a PerconaPGCluster.
package struct PerconaPGClusterSpec: FieldSet {
    package static let fields = Self()
    package let authentication = Field<Object<AuthenticationSpec>>("authentication", whenUnset: .empty) {
        "Who may connect from where, and how they prove who they are."
        Effect.reload
    }
    package let autoCreateUserSchema = Field("autoCreateUserSchema", whenUnset: true) {
        "Gives each user of `users` a schema of its own name in each of its databases, first in its search path, so that tables do not have to go to `public`."
        Effect.sql
    }
    package let backups = Field<Object<BackupsSpec>>("backups") { "Backups and archiving of WAL, with pgBackRest." }
    package let clusterServiceDNSSuffix = Field<String?>("clusterServiceDNSSuffix") {
        "DNS domain of the Kubernetes cluster, if it is not found by itself; certificates contain the Services' names in it."
        Effect.reload
    }
    package let config = Field<Object<PostgresConfigSpec>>("config", whenUnset: .empty) { "Parameters and further files of PostgreSQL." }
    package let crVersion = Field<String?>("crVersion") {
        "Release whose behaviour the cluster has; unset: that of the operator that first saw it."
        "Raise it after an upgrade of the operator to roll out what the new one does differently."
        Rule("CRVersion must be a valid semantic version", cel: #"self == "" || self.matches('^[0-9]+\\.[0-9]+\\.[0-9]+([-+][a-zA-Z0-9.+-]+)?$')"#) {
            (version: String) in version.isEmpty || version.matches(pattern: #"^[0-9]+\.[0-9]+\.[0-9]+([-+][a-zA-Z0-9.+-]+)?$"#)
        }
        Length(...63)
        Effect.rollingRestart
    }
    package let dataSource = Field<Object<DataSourceSpec>?>("dataSource") {
        "What the cluster is made from, instead of an empty one."
        Effect.creation
    }
    package let databaseInitSQL = Field<Object<DatabaseInitSQLSpec>?>("databaseInitSQL") {
        "SQL that runs once as superuser in the database `postgres`, as soon as the cluster can be written to."
        Effect.sql
    }
    package let expose = Field<Object<ExposeSpec>>("expose", whenUnset: .empty) {
        "How the Service that leads to the primary, `NAME-ha`, is reached."
        Effect.objects
    }
    package let exposeReplicas = Field<Object<ExposeSpec>>("exposeReplicas", whenUnset: .empty) {
        "How the Service that leads to the replicas, `NAME-replicas`, is reached."
        Effect.objects
    }
    package let extensions = Field<Object<ExtensionsSpec>>("extensions", whenUnset: .empty) {
        "Which extensions are there to be created; some are loaded when PostgreSQL starts."
        Effect.restart
    }
    package let image = Field<String?>("image") {
        "Image of PostgreSQL and Patroni, of the major version that `postgresVersion` says."
        "Unset: the one that the operator was given for that version (`RELATED_IMAGE_POSTGRES_NN`)."
        Effect.rollingRestart
    }
    package let imagePullPolicy = Field<PullPolicy?>("imagePullPolicy") {
        "When nodes pull images. Unset: Kubernetes decides by the image's tag."
        Effect.rollingRestart
    }
    package let imagePullSecrets = Field<[Object<LocalReferenceSpec>]>("imagePullSecrets", whenUnset: []) {
        "Secrets with credentials for the registries that the images come from."
        Effect.rollingRestart
    }
    package let initContainer = Field<Object<InitContainerSpec>?>("initContainer") {
        "The container that brings the operator's programs into each Pod. Unset: the image of the operator."
        Effect.rollingRestart
    }
    package let instances = Field<[Object<InstanceSetSpec>]>("instances") {
        "Sets of instances. Each set has its own resources, storage and placement; all follow one primary."
        List.keyed(by: "name")
        // More sets than anyone was seen to have; a bound keeps what the rules on them can cost within what an API server allows.
        Count(1...64)
    }
    package let logcollector = Field<Object<LogCollectorSpec>?>("logcollector") {
        "A Fluent Bit beside PostgreSQL that ships its logs and those of pgBackRest, and rotates them."
        Support.notYet
        Effect.rollingRestart
    }
    package let logicalReplicas = Field<[Object<LogicalReplicaSpec>]>("logicalReplicas", whenUnset: []) {
        "Replicas by logical replication: servers of their own that can have indexes and tables besides."
        List.keyed(by: "name")
        Count(...16)
        Support.notYet
        Effect.objects
    }
    package let metadata = Field<Object<MetadataSpec>>("metadata", whenUnset: .empty) {
        "Labels and annotations that every object of the cluster gets."
        Effect.rollingRestart
    }
    package let openshift = Field<Bool?>("openshift") {
        "Whether this is OpenShift, which chooses user ids itself. Unset: seen from the API groups that the server has."
        Effect.rollingRestart
    }
    package let patroni = Field<Object<PatroniSpec>>("patroni", whenUnset: .empty) { "How Patroni elects and watches the primary." }
    package let pause = Field<Bool>("pause", whenUnset: false) {
        "Stops the cluster in order, the primary last; volumes and Services stay."
        "It waits while a backup runs."
        Effect.shutdown
    }
    package let pmm = Field<Object<PMMSpec>?>("pmm") {
        "Monitoring with Percona Monitoring and Management."
        Support.notYet
        Effect.rollingRestart
    }
    package let port = Field("port", default: 5432) {
        "Port that PostgreSQL listens on, and that its Services have."
        Minimum(1024)
        Effect.rollingRestart
    }
    package let postgresVersion = Field<Int>("postgresVersion") {
        "Major version of PostgreSQL. Data of another one is brought to it by a PerconaPGUpgrade only."
        Minimum(12)
        Maximum(18)
        Format.unbounded
        Effect.upgrade
    }
    package let proxy = Field<Object<ProxySpec>?>("proxy") {
        "The connection pooler in front of the cluster. Without this block there is none, and clients connect to PostgreSQL itself."
        Effect.objects
    }
    package let secrets = Field<Object<SecretsSpec>>("secrets", whenUnset: .empty) {
        "Certificates of your own instead of those that the operator makes."
        Effect.reload
    }
    package let standby = Field<Object<StandbySpec>>("standby", whenUnset: .empty) {
        "Makes the whole cluster follow another one, for disaster recovery."
        Effect.restart
    }
    package let tls = Field<Object<TLSSpec>>("tls", whenUnset: .empty) {
        "Where certificates come from, and how long they are valid."
        Effect.reload
    }
    package let tlsOnly = Field<Bool>("tlsOnly", whenUnset: false) {
        "Refuses connections from outside of the Pods that are not encrypted."
        Effect.reload
    }
    package let unmanaged = Field<Bool>("unmanaged", whenUnset: false) {
        "Makes the operator leave the cluster alone while someone works on it by hand. Patroni and PostgreSQL go on."
        Effect.none
    }
    package let users = Field<[Object<UserSpec>]?>("users") {
        "Roles that can log in, and their databases. Each gets a Secret `NAME-pguser-USER` with everything that a client needs."
        "Unset: one user and one database with the cluster's name. Users taken out of the list stay in PostgreSQL."
        List.keyed(by: "name")
        Count(...64)
        Effect.sql
    }

    package static let rules = [
        Rule(
            "pg_tde is only supported for PG16 and above",
            cel: "!has(self.extensions) || !has(self.extensions.pg_tde) || !has(self.extensions.pg_tde.enabled) || "
                + "!self.extensions.pg_tde.enabled || self.postgresVersion >= 16"
        ) { (spec: Object<Self>) in !spec.extensions.pgTDE.enabled || spec.postgresVersion >= 16 },
        Rule(
            "PostgresVersion must be >= 15 if grantPublicSchemaAccess exists and is true",
            cel: "!has(self.users) || self.postgresVersion >= 15 || "
                + "self.users.all(u, !has(u.grantPublicSchemaAccess) || !u.grantPublicSchemaAccess)"
        ) { (spec: Object<Self>) in spec.postgresVersion >= 15 || !(spec.users ?? []).contains { $0.grantPublicSchemaAccess } },
        Rule(
            "spec.logicalReplicas requires spec.postgresVersion >= 17",
            cel: "!has(self.logicalReplicas) || size(self.logicalReplicas) == 0 || self.postgresVersion >= 17"
        ) { (spec: Object<Self>) in spec.logicalReplicas.isEmpty || spec.postgresVersion >= 17 },
        Rule(
            "spec.logicalReplicas[].bootstrapMethod must be 'pg_basebackup' when spec.backups.enabled is false",
            cel: "!has(self.logicalReplicas) || size(self.logicalReplicas) == 0 || !has(self.backups) || !has(self.backups.enabled) || "
                + "self.backups.enabled || self.logicalReplicas.all(r, has(r.bootstrapMethod) && r.bootstrapMethod == 'pg_basebackup')"
        ) { (spec: Object<Self>) in spec.backups.enabled || spec.logicalReplicas.allSatisfy { $0.bootstrapMethod == .baseBackup } },
    ]
}
