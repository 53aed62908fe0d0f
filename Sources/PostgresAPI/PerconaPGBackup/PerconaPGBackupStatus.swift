package import KubernetesModel

/// `status` of a PerconaPGBackup.
package struct PerconaPGBackupStatus: FieldSet {
    package static let fields = Self()
    package let backupName = Field<String?>("backupName") {
        "Label of the backup in its repository, for example `20240501-120000F`: what `--set` takes."
    }
    package let backupType = Field<String?>("backupType") { "`full`, `diff`, `incr` or `snapshot`." }
    package let completed = Field<Timestamp?>("completed") { "When the backup was done; unset if it failed." }
    package let conditions = Field<[Condition]>("conditions", whenUnset: []) { "What the backup waits for." }
    package let crVersion = Field<String?>("crVersion") { "The cluster's `crVersion` at the time." }
    package let destination = Field<String?>("destination") { "Where a bucket holds the backup: `s3://bucket/path`, `gs://…`, `azure://…`." }
    package let drill = Field<Object<DrillOutcomeStatus>?>("drill") { "What the last restore drill with this backup has found." }
    package let error = Field<String?>("error") { "Why the backup failed, or the last try of one that is tried again." }
    package let image = Field<String?>("image") { "Image that made the backup." }
    package let jobName = Field<String?>("jobName") { "Job that made the backup." }
    package let latestRestorableTime = Field<String?>("latestRestorableTime") { "Up to when WAL has arrived, so that the backup can be restored to." }
    package let progress = Field<Object<BackupProgressStatus>?>("progress") { "How far the backup is, while it runs; gone when it is over." }
    package let repo = Field<Object<RepoSpec>?>("repo") { "The repository as the cluster described it." }
    package let size = Field<Int?>("size") {
        "Bytes that the backup added to its repository."
        Format.int64
    }
    package let snapshot = Field<Object<SnapshotStatus>?>("snapshot") { "The snapshots that the backup consists of." }
    package let state = Field<JobState?>("state") { "`Starting`, `Running`, `Failed` or `Succeeded`; empty before that." }
    package let storageType = Field<String?>("storageType") { "`filesystem`, `s3`, `gcs` or `azure`." }
}

/// `status.progress`: what pgBackRest says about a backup that runs.
package struct BackupProgressStatus: FieldSet {
    package static let fields = Self()
    package let bytes = Field<Int?>("bytes") {
        "Bytes of the database that are in the repository already."
        Format.int64
    }
    package let percent = Field<Int?>("percent") { "How much that is of all bytes, from 0 to 100." }
    package let totalBytes = Field<Int?>("totalBytes") {
        "Bytes of the database that the backup copies."
        Format.int64
    }
}

/// `status.snapshot`: names of VolumeSnapshots.
package struct SnapshotStatus: FieldSet {
    package static let fields = Self()
    package let dataVolumeSnapshotRef = Field<String?>("dataVolumeSnapshotRef") { "VolumeSnapshot of the data." }
    package let tablespaceVolumeSnapshotRefs = Field<[String: String]>("tablespaceVolumeSnapshotRefs", whenUnset: [:]) {
        "VolumeSnapshots of the tablespaces, by their names."
    }
    package let walVolumeSnapshotRef = Field<String?>("walVolumeSnapshotRef") { "VolumeSnapshot of the WAL, where it has a volume of its own." }
}

/// What a backup or restore is doing.
package enum JobState: String, FieldValue {
    case new = ""
    case starting = "Starting"
    case running = "Running"
    case failed = "Failed"
    case succeeded = "Succeeded"
    package static var shape: Shape { .text(format: nil) }
    package static var absent: JobState { .new }
    package init?(json: JSONValue) { self.init(rawValue: json.string ?? "?") }
    package var json: JSONValue { .string(rawValue) }
}
