internal import KubernetesModel

/// What `pgbackrest info --output=json` says about one repository, in the Pod in which backups to it run.
///
/// - Source: pgBackRest 2.55, `info.c`: `status.lock.backup` has `held`, and while a backup copies files also `size` and `size-cplt`.
struct RepositoryInfo: Sendable {
    /// Names of the Jobs whose backups are complete.
    var jobs: Set<String> = []
    /// Whether a backup or another command that excludes one runs.
    var isHeld = false
    var progress: BackupProgress?

    /// nil for anything else.
    init?(json: JSONValue) {
        guard let stanzas = json.array else { return nil }
        jobs = Set(stanzas.flatMap { $0["backup"]?.array ?? [] }.compactMap { $0[path: "annotation", "percona.com/backup-job-name"]?.string })
        for stanza in stanzas {
            if let lock = stanza[path: "status", "lock", "backup"] { take(lock) }
        }
    }

    /// Later releases tell it for each repository, one level below.
    private mutating func take(_ lock: JSONValue) {
        if lock["held"]?.bool == true { isHeld = true }
        if let total = lock["size"]?.integer, let done = lock["size-cplt"]?.integer { progress = BackupProgress(bytes: done, total: total) }
        for inner in (lock.object?.values).map(Array.init) ?? [] where inner.object != nil { take(inner) }
        for inner in lock.object?.values.flatMap({ $0.array ?? [] }) ?? [] where inner.object != nil { take(inner) }
    }
}

/// How far a backup is.
struct BackupProgress: Sendable, Hashable {
    /// Bytes of the database that have been copied.
    var bytes: Int64
    /// Bytes that are copied in all.
    var total: Int64

    /// From 0 to 100.
    var percent: Int64 { total > 0 ? min(100, max(0, Int64(Double(bytes) / Double(total) * 100))) : 0 }

    /// As `status.progress` of a PerconaPGBackup has it.
    var json: JSONValue { ["bytes": .integer(bytes), "totalBytes": .integer(total), "percent": .integer(percent)] }
}
