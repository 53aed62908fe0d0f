package import KubernetesModel

/// `status` of a PerconaPGCluster.
package struct PerconaPGClusterStatus: FieldSet {
    package static let fields = Self()
    package let conditions = Field<[Condition]>("conditions", whenUnset: []) { "What holds, what does not, and since when." }
    package let crVersion = Field<String?>("crVersion") { "Release whose behaviour the cluster has, where the spec does not say." }
    package let host = Field<String?>("host") { "Host that clients connect to: PgBouncer's Service, or the primary's where there is no PgBouncer." }
    package let installedCustomExtensions = Field<[String]>("installedCustomExtensions", whenUnset: []) { "Custom extensions that are installed." }
    package let logicalReplicas = Field<[Object<LogicalReplicaStatus>]>("logicalReplicas", whenUnset: []) {
        "State of each logical replica."
        List.keyed(by: "name")
    }
    package let observedGeneration = Field<Int?>("observedGeneration") {
        "Generation of the resource that this status is about."
        Format.int64
    }
    package let operations = Field<[Object<OperationStatus>]>("operations", whenUnset: []) {
        "What is being done to the cluster as a whole at this time."
        List.keyed(by: "name")
    }
    package let patroni = Field<Object<PatroniStatus>>("patroni", whenUnset: .empty) { "What is known of Patroni." }
    package let patroniVersion = Field<String?>("patroniVersion") { "Version of Patroni; older place of `patroni.version`." }
    package let pendingChanges = Field<[String]>("pendingChanges", whenUnset: []) {
        "What a newer operator would do differently, and does with the next restart that you cause."
    }
    package let pgbackrest = Field<Object<PgBackRestStatus>?>("pgbackrest") { "State of the repositories and of the last backups and restores." }
    package let pgbouncer = Field<Object<PgBouncerStatus>>("pgbouncer", whenUnset: .empty) { "Number of PgBouncer Pods." }
    package let postgres = Field<Object<PostgresStatus>>("postgres", whenUnset: .empty) { "Number of instances, and what they run." }
    package let revisions = Field<[String: String]>("revisions", whenUnset: [:]) {
        "Hash of the inputs that each piece of SQL, the stanza and the write probe was last carried out for, so that none is done twice."
    }
    package let standby = Field<Object<StandbyStatus>?>("standby") { "How far a standby cluster is behind." }
    package let state = Field<ClusterState?>("state") { "`initializing`, `ready`, `stopping` or `paused`; the condition `Ready` explains it." }
}

/// One element of `status.operations`.
package struct OperationStatus: FieldSet {
    package static let fields = Self()
    package let kind = Field<String>("kind") { "Kind of the object that asked for it, for example `PerconaPGRestore`." }
    package let message = Field<String?>("message") { "What is being done, or waited for." }
    package let name = Field<String>("name") { "Name of the object that asked for it." }
    package let phase = Field<String?>("phase") { "How far it is, in one word." }
    package let started = Field<Timestamp?>("started") { "When it began." }
}

/// What a cluster as a whole is doing.
package enum ClusterState: String, FieldValue {
    case initializing, ready, paused, stopping
    package static var shape: Shape { .text(format: nil) }
    package static var absent: ClusterState { .initializing }
    package init?(json: JSONValue) { self.init(rawValue: json.string ?? "") }
    package var json: JSONValue { .string(rawValue) }
}

/// `status.patroni`.
package struct PatroniStatus: FieldSet {
    package static let fields = Self()
    package let status = Field<Object<PatroniSystemStatus>>("status", whenUnset: .empty) { "The cluster as Patroni knows it." }
    package let version = Field<String?>("version") { "Version of Patroni." }
}

/// `status.patroni.status`.
package struct PatroniSystemStatus: FieldSet {
    package static let fields = Self()
    package let switchover = Field<String?>("switchover") { "Value of the annotation whose switchover was done last." }
    package let switchoverTimeline = Field<Int?>("switchoverTimeline") {
        "Timeline when that switchover began."
        Format.int64
    }
    package let systemIdentifier = Field<String?>("systemIdentifier") {
        "PostgreSQL's system identifier: equal for all that descends from one `initdb`."
    }
}

/// `status.pgbouncer`.
package struct PgBouncerStatus: FieldSet {
    package static let fields = Self()
    package let ready = Field<Int>("ready") { "Pods that are ready." }
    package let size = Field<Int>("size") { "Pods that there are." }
}

/// `status.postgres`.
package struct PostgresStatus: FieldSet {
    package static let fields = Self()
    package let distribution = Field<String?>("distribution") { "Whose build of PostgreSQL runs." }
    package let imageID = Field<String?>("imageID") { "Digest of the image that `database` runs." }
    package let instances = Field<[Object<InstanceSetStatus>]>("instances", whenUnset: []) { "Numbers of each instance set." }
    package let ready = Field<Int>("ready", whenUnset: 0) { "Instances that are ready, of all sets." }
    package let size = Field<Int>("size", whenUnset: 0) { "Instances that there are, of all sets." }
    package let version = Field<Int?>("version") {
        "Major version of PostgreSQL that runs."
        Format.unbounded
    }
}

/// One element of `status.postgres.instances`.
package struct InstanceSetStatus: FieldSet {
    package static let fields = Self()
    package let name = Field<String>("name") { "Name of the set." }
    package let ready = Field<Int>("ready") { "Instances of the set that are ready." }
    package let size = Field<Int>("size") { "Instances of the set that there are." }
}

/// `status.standby`.
package struct StandbyStatus: FieldSet {
    package static let fields = Self()
    package let follows = Field<String?>("follows") { "Host and port, repository, or both, that the cluster follows." }
    package let lagBytes = Field<Int?>("lagBytes") {
        "Bytes of WAL that the standby is behind."
        Format.int64
    }
    package let lagLastComputedAt = Field<Timestamp?>("lagLastComputedAt") { "When that was measured." }
}

/// One element of `status.logicalReplicas`.
package struct LogicalReplicaStatus: FieldSet {
    package static let fields = Self()
    package let databases = Field<[String]>("databases", whenUnset: []) { "Databases that are replicated." }
    package let invalidatedAt = Field<Timestamp?>("invalidatedAt") { "When its slot on the primary was lost." }
    package let message = Field<String?>("message") { "What a person should know about its state." }
    package let name = Field<String>("name") { "Name of the replica." }
    package let reason = Field<String?>("reason") { "Why it is in its state, in one word." }
    package let seededAt = Field<Timestamp?>("seededAt") { "When its first copy was complete." }
    package let state = Field<String?>("state") { "`bootstrapping`, `ready`, `broken` or `suspended`." }
}
