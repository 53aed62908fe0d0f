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
        Support.notYet
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
    package let backupName = Field<String?>("backupName") { "Label of the backup that is restored, for example `20240501-120000F`." }
    package let completed = Field<Timestamp?>("completed") { "When the restore was done; unset if it failed." }
    package let error = Field<String?>("error") { "Why the restore failed, and what state that left the cluster in." }
    package let instance = Field<String?>("instance") { "Instance whose volume is restored; the others are then made from it." }
    package let jobName = Field<String?>("jobName") { "Job that restores." }
    package let message = Field<String?>("message") { "What is being done, or waited for." }
    package let options = Field<[String]>("options", whenUnset: []) { "What pgBackRest is called with, as it was worked out from `spec.options`." }
    package let phase = Field<String?>("phase") {
        "`Stopping`, `Clearing`, `Restoring`, `Starting`, `Rejoining`, or `Returning` to the data before; empty before anything was touched and at the end."
    }
    package let previousData = Field<Object<PreviousDataStatus>?>("previousData") { "Where the data from before the restore is." }
    package let progress = Field<Object<RestoreProgressStatus>?>("progress") {
        "How much of the backup is fetched, while the restore runs; gone afterwards."
    }
    package let recoveredTo = Field<String?>("recoveredTo") { "When the last transaction was committed that the restored data has." }
    package let started = Field<Timestamp?>("started") { "When it was proven that the restore can succeed, and the cluster began to stop." }
    package let state = Field<JobState?>("state") { "`Starting`, `Running`, `Failed` or `Succeeded`; empty before that." }
    package let target = Field<String?>("target") { "Up to where WAL is replayed, as `spec.options` were understood." }
    package let timeline = Field<Int?>("timeline") {
        "Timeline that the restored data begins."
        Format.int64
    }
    package let undo = Field<Object<UndoStatus>?>("undo") {
        "What comes back, if the restore undoes another one (annotation `egret.dev/undo-restore`)."
    }
}

/// `status.progress` of a restore.
package struct RestoreProgressStatus: FieldSet {
    package static let fields = Self()
    package let bytes = Field<Int?>("bytes") {
        "Bytes of the database that are in place."
        Format.int64
    }
    package let percent = Field<Int?>("percent") { "Their share, 0 to 100." }
    package let totalBytes = Field<Int?>("totalBytes") {
        "Bytes of the database in the backup."
        Format.int64
    }
}

/// `status.undo`: data that a restore brings back.
package struct UndoStatus: FieldSet {
    package static let fields = Self()
    package let directory = Field<String?>("directory") { "Where it was kept, in the container `database`." }
    package let restore = Field<String?>("restore") { "PerconaPGRestore that is undone." }
}

/// `status.previousData`: data that a restore took the place of.
package struct PreviousDataStatus: FieldSet {
    package static let fields = Self()
    package let bytes = Field<Int?>("bytes") {
        "How much room it takes on its volume."
        Format.int64
    }
    package let claim = Field<String?>("claim") { "Volume claim that it lies on." }
    package let directory = Field<String?>("directory") { "Its directory in the container `database`." }
    package let keptUntil = Field<String?>("keptUntil") { "What has to happen before it is deleted, or that it is gone." }
}
