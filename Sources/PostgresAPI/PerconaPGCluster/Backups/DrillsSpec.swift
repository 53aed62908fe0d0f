package import KubernetesModel

/// `spec.backups.drills`: proof that backups can be restored. An extension of Egret's.
package struct DrillsSpec: FieldSet {
    package static let fields = Self()
    package let checks = Field<Object<DrillChecksSpec>>("checks", whenUnset: .empty) {
        "What is looked at besides that the backup can be fetched and WAL replayed to the newest transaction: that always is."
        Effect.nextJob
    }
    package let deadlineSeconds = Field<Int>("deadlineSeconds", whenUnset: 21_600) {
        "How long a drill may take before it is given up without a verdict."
        Minimum(60)
        Format.int64
        Effect.nextJob
    }
    package let repoName = Field<String?>("repoName") {
        "Repository whose newest backup is restored; unset: the first of `repos`."
        repoNamePattern
        Effect.nextJob
    }
    package let resources = Field<ResourceRequirements?>("resources") {
        "CPU and memory of the container that restores and checks; unset: those of the first instance set."
        Effect.nextJob
    }
    package let schedule = Field<String?>("schedule") {
        "When drills are made: the five fields of cron, or `@weekly` and the like, in UTC. Unset: only on request, by `kubectl pg drill`."
        Length(6...)
        Effect.objects
    }
    package let volumeClaimSpec = Field<PersistentVolumeClaimSpec?>("volumeClaimSpec") {
        "Volume that the backup is restored to, made for the drill's Pod and gone with it (a generic ephemeral volume)."
        "Unset: an emptyDir, so space of the node: 2 GiB more than the volumes of the first instance set together."
        Effect.nextJob
    }
}

/// `spec.backups.drills.checks`.
package struct DrillChecksSpec: FieldSet {
    package static let fields = Self()
    package let amcheck = Field("amcheck", whenUnset: true) { "Whether pg_amcheck looks at the tables and B-tree indexes of every database." }
    package let heapAllIndexed = Field("heapAllIndexed", whenUnset: false) {
        "Whether pg_amcheck also looks for every row of a table in its indexes, which takes about as long as making them."
    }
    package let pageChecksums = Field("pageChecksums", whenUnset: true) {
        "Whether the checksum of every page is compared, where the cluster has checksums."
    }
    package let sql = Field<Object<DrillSQLSpec>?>("sql") {
        "Your own SQL, run by psql in database `postgres`. A statement that fails, and a row that is `f`, fail the drill."
    }
}

/// `spec.backups.drills.checks.sql`: where the SQL is found.
package struct DrillSQLSpec: FieldSet {
    package static let fields = Self()
    package let key = Field<String>("key") { "Key of the ConfigMap that holds the SQL." }
    package let name = Field<String>("name") { "Name of the ConfigMap." }
}
