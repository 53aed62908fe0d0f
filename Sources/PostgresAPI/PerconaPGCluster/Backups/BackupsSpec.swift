package import KubernetesModel

/// `spec.backups`: backups and archiving of WAL.
package struct BackupsSpec: FieldSet {
    package static let fields = Self()
    package let drills = Field<Object<DrillsSpec>?>("drills") {
        "Restores the newest backup on a schedule, into an instance that is thrown away, to prove that it can be. An extension of Egret's."
    }
    package let enabled = Field("enabled", whenUnset: true) {
        "Whether there are backups and WAL is archived. Turning it off deletes the repositories, and needs the annotation "
            + "`pgv2.percona.com/authorizeBackupRemoval: \"true\"` on a cluster that runs."
        Effect.rollingRestart
    }
    package let pgbackrest = Field<Object<PgBackRestSpec>>("pgbackrest", whenUnset: .empty) { "pgBackRest: repositories, their host, and Jobs." }
    package let trackLatestRestorableTime = Field("trackLatestRestorableTime", whenUnset: true) {
        "Whether the newest backup's status says up to when it can be restored with the WAL that has arrived."
        Effect.none
    }
    package let volumeSnapshots = Field<Object<VolumeSnapshotsSpec>?>("volumeSnapshots") {
        "Backups as snapshots of the volumes, by the storage system."
        Support.notYet
        Effect.none
    }

    package static let rules = [
        Rule(
            "At least one repository must be configured when backups are enabled",
            cel: "(has(self.enabled) && self.enabled == false) || (has(self.pgbackrest.repos) && size(self.pgbackrest.repos) > 0)"
        ) { (backups: Object<Self>) in !backups.enabled || !backups.pgbackrest.repos.isEmpty }
    ]
}

/// `spec.backups.volumeSnapshots`.
package struct VolumeSnapshotsSpec: FieldSet {
    package static let fields = Self()
    package let className = Field<String>("className") { "VolumeSnapshotClass that the snapshots are made with." }
    package let jobs = Field<Object<SnapshotJobsSpec>>("jobs", whenUnset: .empty) { "Settings of the Jobs that prepare volumes for a restore." }
    package let mode = Field("mode", default: SnapshotMode.offline) {
        "`offline`: a replica is stopped for the moment of the snapshot."
    }
    package let offlineConfig = Field<Object<OfflineSnapshotSpec>>("offlineConfig", whenUnset: .empty) { "What happens before a replica is stopped." }
    package let schedule = Field<String?>("schedule") {
        "When snapshots are made by themselves, as a cron schedule."
        Length(6...)
    }
}

/// How a consistent snapshot comes about.
package enum SnapshotMode: String, Choice {
    case offline
    package static var absent: SnapshotMode { .offline }
}

/// `spec.backups.volumeSnapshots.jobs`.
package struct SnapshotJobsSpec: FieldSet {
    package static let fields = Self()
    package let tolerations = Field<[Toleration]>("tolerations", whenUnset: []) { "Taints of nodes that the Jobs' Pods tolerate." }
}

/// `spec.backups.volumeSnapshots.offlineConfig`.
package struct OfflineSnapshotSpec: FieldSet {
    package static let fields = Self()
    package let checkpoint = Field<Object<SnapshotCheckpointSpec>>("checkpoint", whenUnset: .empty) {
        "A checkpoint beforehand, so that the replica stops soon and starts without replaying much."
    }
}

/// `spec.backups.volumeSnapshots.offlineConfig.checkpoint`.
package struct SnapshotCheckpointSpec: FieldSet {
    package static let fields = Self()
    package let enabled = Field("enabled", default: true) { "Whether a checkpoint is made." }
    package let timeoutSeconds = Field("timeoutSeconds", default: 300) {
        "How long the checkpoint may take; the snapshot is made without it then."
        Minimum(30)
    }
}
