/// How a restore drill ended.
public enum DrillState: String, Sendable, Hashable {
    /// The backup was restored with all WAL, and every check passed.
    case verified = "Verified"
    case notVerified = "NotVerified"
    /// The drill could not find out.
    case inconclusive = "Inconclusive"
}

/// What a drill found: the closed list that docs/drills.md explains.
public enum DrillFinding: String, Sendable, Hashable, CaseIterable {
    case verified = "Verified"
    // Not verified
    case archiveBehind = "ArchiveBehind"
    case backupUnreadable = "BackupUnreadable"
    case recoveryFailed = "RecoveryFailed"
    case markerNotReached = "MarkerNotReached"
    case structureDamaged = "StructureDamaged"
    case sqlFailed = "SQLFailed"
    case pagesDamaged = "PagesDamaged"
    case noBackup = "NoBackup"
    // Inconclusive
    case backupExpired = "BackupExpired"
    case repositoryUnreachable = "RepositoryUnreachable"
    case unknownRepository = "UnknownRepository"
    case noRoom = "NoRoom"
    case sqlMissing = "SQLMissing"
    case checkNotRun = "CheckNotRun"
    case deadlineExceeded = "DeadlineExceeded"
    case interrupted = "Interrupted"

    public var state: DrillState {
        switch self {
        case .verified: .verified
        case .archiveBehind, .backupUnreadable, .recoveryFailed, .markerNotReached, .structureDamaged, .sqlFailed, .pagesDamaged, .noBackup:
            .notVerified
        case .backupExpired, .repositoryUnreachable, .unknownRepository, .noRoom, .sqlMissing, .checkNotRun, .deadlineExceeded, .interrupted:
            .inconclusive
        }
    }
}
