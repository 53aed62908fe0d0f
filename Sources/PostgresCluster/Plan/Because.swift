/// Why something is done or waited for: written once, shown in events, conditions, logs and plans in the same words.
public struct Because: Sendable, Hashable, CustomStringConvertible {
    /// CamelCase, from the closed list that `docs/reference/reasons.md` explains.
    public let reason: Reason
    /// One sentence without a final full stop; no secrets.
    public let message: String

    public init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }

    public var description: String { "\(reason.rawValue): \(message)" }
}

extension Reason {
    /// Whether a person may have to do something.
    public var isTrouble: Bool { self == .backupFailed || self == .backupKept || self == .scheduleMissed || self == .restoreHeldUp }
}

/// The closed list of reasons that events and the conditions `Ready`, `Accepted`, `WALArchiving` and `RecoveryProven` give.
public enum Reason: String, Sendable, Hashable, CaseIterable {
    // The condition Ready
    case ready = "Ready"
    case reconciliationFailed = "ReconciliationFailed"
    case specRefused = "SpecRefused"
    case certificatesPending = "CertificatesPending"
    case volumesBeingRead = "VolumesBeingRead"
    case volumesConflict = "VolumesConflict"
    case volumesBeingMoved = "VolumesBeingMoved"
    case dataSourceUnusable = "DataSourceUnusable"
    case instancesStarting = "InstancesStarting"
    case instanceNotReady = "InstanceNotReady"
    case noLeader = "NoLeader"
    case poolerNotReady = "PoolerNotReady"
    case repositoryHostNotReady = "RepositoryHostNotReady"
    case sqlPending = "SQLPending"
    case writeProbePending = "WriteProbePending"
    case scaling = "Scaling"
    case restartingForParameters = "RestartingForParameters"
    case rollingOut = "RollingOut"
    case standbyLags = "StandbyLags"
    case promotionPending = "PromotionPending"
    case paused = "Paused"
    case pausing = "Pausing"
    case unmanaged = "Unmanaged"
    case deleting = "Deleting"
    // What is done
    case created = "Created"
    case changed = "Changed"
    case repaired = "DriftRepaired"
    case certificateRenewed = "CertificateRenewed"
    case instanceAdded = "InstanceAdded"
    case instanceRemoved = "InstanceRemoved"
    case instanceReplaced = "InstanceReplaced"
    case parametersChanged = "ParametersChanged"
    case parametersNeedRestart = "ParametersNeedRestart"
    case podOutdated = "PodOutdated"
    case leaderReleased = "LeaderReleased"
    case stanzasCreated = "StanzasCreated"
    case unableToCreateStanzas = "UnableToCreateStanzas"
    case replicaCreateBackup = "ReplicaCreateBackup"
    case backupScheduled = "BackupScheduled"
    case backupStarted = "BackupStarted"
    case backupSucceeded = "BackupSucceeded"
    case backupCancelled = "BackupCancelled"
    case backupFound = "BackupFound"
    case backupExpired = "BackupExpired"
    case drillStarted = "DrillStarted"
    case drillVerified = "DrillVerified"
    case usersChanged = "UsersChanged"
    case databasesChanged = "DatabasesChanged"
    case extensionsChanged = "ExtensionsChanged"
    case poolerRoleChanged = "PoolerRoleChanged"
    case volumeKept = "VolumeKept"
    case volumeDeleted = "VolumeDeleted"
    case secretDeleted = "SecretDeleted"
    case clusterStopping = "ClusterStopping"
    case startingFromVolume = "StartingFromVolume"
    case restoreRunning = "RestoreRunning"
    case restoreSucceeded = "RestoreSucceeded"
    case restoreHeldUp = "RestoreHeldUp"
    case backupsRemoved = "BackupsRemoved"
    case promoted = "Promoted"
    case backupRunning = "BackupRunning"
    // The condition WALArchiving
    case archiving = "Archiving"
    case stanzaPending = "StanzaPending"
    case archivingUnknown = "ArchivingUnknown"
    case archivingLags = "ArchivingLags"
    case archivingFails = "ArchivingFails"
    case diskAtRisk = "DiskAtRisk"
    // The condition RecoveryProven, beside DrillVerified
    case noDrillYet = "NoDrillYet"
    case drillNotVerified = "DrillNotVerified"
    case drillInconclusive = "DrillInconclusive"
    // What is wrong
    case restoreFailed = "RestoreFailed"
    case unsupportedFields = "UnsupportedFields"
    case invalidSpec = "InvalidSpec"
    case missingSecret = "MissingSecret"
    case certificateAuthorityUnreadable = "CertificateAuthorityUnreadable"
    case invalidUser = "InvalidUser"
    case backupFailed = "BackupFailed"
    case backupKept = "BackupKept"
    case scheduleMissed = "ScheduleMissed"
}
