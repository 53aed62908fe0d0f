package import KubernetesModel

/// `spec` of a PerconaPGRestore.
package struct PerconaPGRestoreSpec: FieldSet {
    package static let fields = Self()
    package let containerOptions = Field<Object<ContainerOptionsSpec>>("containerOptions", whenUnset: .empty) {
        "Environment of the container that runs pgBackRest."
        Effect.none
    }
    package let options = Field<[String]>("options", whenUnset: []) {
        "Options of `pgbackrest restore`, for example `--type=time` and `--target=\"2024-05-01 12:00:00+00\"`; without any, everything that was archived."
        Effect.none
    }
    package let pgCluster = Field<String>("pgCluster") {
        "Name of the cluster, in the same namespace, whose data is replaced."
        Immutable("pgCluster is an immutable field")
        Effect.refused
    }
    package let repoName = Field<String?>("repoName") {
        "Repository of the cluster that is restored from."
        repoNamePattern
        Immutable("repoName is an immutable field")
        Effect.refused
    }
    package let volumeSnapshotBackupName = Field<String?>("volumeSnapshotBackupName") {
        "PerconaPGBackup of method `volumeSnapshot` that is restored from; with `repoName` besides, WAL is replayed up to a point in time."
        Immutable("volumeSnapshotBackupName is an immutable field")
        Effect.refused
    }

    package static let rules = [
        Rule(
            "either repoName or volumeSnapshotBackupName must be set",
            cel: #"((has(self.repoName) && self.repoName != "") || (has(self.volumeSnapshotBackupName) && self.volumeSnapshotBackupName != ""))"#
        ) { (spec: Object<Self>) in !(spec.repoName ?? "").isEmpty || !(spec.volumeSnapshotBackupName ?? "").isEmpty }
    ]
}

/// `status` of a PerconaPGRestore.
package struct PerconaPGRestoreStatus: FieldSet {
    package static let fields = Self()
    package let completed = Field<Timestamp?>("completed") { "When the restore was done; unset if it failed." }
    package let jobName = Field<String?>("jobName") { "Job that restores." }
    package let state = Field<JobState?>("state") { "`Starting`, `Running`, `Failed` or `Succeeded`; empty before that." }
}
