extension Drill {
    /// What a drill found; docs/drills.md explains each.
    enum Finding: String, Sendable, CaseIterable {
        case verified = "Verified"
        case backupUnreadable = "BackupUnreadable"
        case noBackup = "NoBackup"
        case recoveryFailed = "RecoveryFailed"
        case markerNotReached = "MarkerNotReached"
        case structureDamaged = "StructureDamaged"
        case sqlFailed = "SQLFailed"
        case pagesDamaged = "PagesDamaged"
        // What says nothing about the backup
        case backupExpired = "BackupExpired"
        case repositoryUnreachable = "RepositoryUnreachable"
        case noRoom = "NoRoom"
        case sqlMissing = "SQLMissing"
        case checkNotRun = "CheckNotRun"
        case interrupted = "Interrupted"

        /// Whether it is a verdict on the backup, so that another try would only repeat it.
        var isVerdict: Bool {
            switch self {
            case .verified, .backupUnreadable, .noBackup, .recoveryFailed, .markerNotReached, .structureDamaged, .sqlFailed, .pagesDamaged: true
            case .backupExpired, .repositoryUnreachable, .noRoom, .sqlMissing, .checkNotRun, .interrupted: false
            }
        }
    }

    /// Why a drill did not go on.
    struct Verdict: Error {
        var finding: Finding
        var message: String
        init(_ finding: Finding, _ message: String) { (self.finding, self.message) = (finding, message) }
    }
}
