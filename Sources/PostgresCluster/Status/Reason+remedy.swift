extension Reason {
    /// What a person can do about it, as a sentence; `docs/reference/reasons.md` has the same words.
    public var remedy: String {
        switch self {
        case .ready, .created, .changed, .repaired, .certificateRenewed, .instanceAdded, .instanceRemoved, .instanceReplaced, .parametersChanged,
            .podOutdated, .leaderReleased, .stanzasCreated, .replicaCreateBackup, .usersChanged, .databasesChanged, .extensionsChanged,
            .poolerRoleChanged, .backupScheduled, .backupStarted, .backupSucceeded, .backupCancelled, .backupFound, .backupExpired, .volumeKept,
            .volumeDeleted, .secretDeleted, .clusterStopping, .startingFromVolume, .restoreSucceeded, .archiving, .backupsRemoved, .promoted,
            .drillStarted,
            .drillVerified:
            "Nothing needs to be done."
        case .reconciliationFailed: "The message says what the API server refused; it is tried again by itself."
        case .specRefused, .invalidSpec: "Correct the field that the condition Accepted names."
        case .certificatesPending: "Nothing needs to be done, unless it lasts: then see the events of the cluster."
        case .volumesBeingRead: "Wait; if it lasts, see the Pods of the Jobs that read the volumes."
        case .volumesConflict: "Name the instance to start from in the annotation egret.dev/start-from of the cluster."
        case .volumesBeingMoved: "Wait; if it lasts, see the Pods of the Jobs that move directories."
        case .dataSourceUnusable: "Correct what the message names in spec.dataSource, or on the volume."
        case .instancesStarting, .instanceNotReady: "Wait; if it lasts, see the events and logs of the Pod."
        case .noLeader: "Wait for the election; if it lasts, see `patronictl list` in the container database of any instance."
        case .poolerNotReady: "Wait; if it lasts, see the events and logs of the PgBouncer Pods."
        case .repositoryHostNotReady: "Wait; if it lasts, see the events and logs of the repository host's Pod."
        case .stanzaPending, .unableToCreateStanzas: "Wait; if it lasts, check the repository's settings and credentials."
        case .archivingUnknown: "Wait; if it lasts, see the log of the container pgbackrest in the primary's Pod."
        case .archivingLags:
            "Wait: pgBackRest says why only after its own timeouts. If it says nothing, the repository is slower than the load: raise process-max, or use "
                + "a faster one."
        case .archivingFails: "Mend what the message names: reachability, credentials, bucket or volume. Archiving then catches up by itself."
        case .diskAtRisk: "Mend the repository, or raise the size of the volume that holds the WAL: when it is full, PostgreSQL stops."
        case .sqlPending: "Wait; if it lasts, the message says what PostgreSQL refused."
        case .writeProbePending: "Wait; if it lasts, check the Service and the certificates of the cluster."
        case .scaling, .restartingForParameters, .parametersNeedRestart, .rollingOut, .pausing, .deleting: "Wait; the message says what for."
        case .restoreRunning: "Wait; if it lasts, see the status of the PerconaPGRestore and the log of its Job."
        case .restoreHeldUp: "Mend what the message names: the restore then goes on by itself."
        case .restoreFailed: "Correct what the message names, and ask with another PerconaPGRestore."
        case .standbyLags: "Wait; if it lasts, check the connection to the source, and whether its WAL arrives in the repository that is followed."
        case .promotionPending: "Wait; if it lasts, the message says what for."
        case .paused: "Set spec.pause to false to start it."
        case .unmanaged: "Set spec.unmanaged to false to have it managed again."
        case .unsupportedFields: "Remove the fields, or do without what they ask for."
        case .missingSecret: "Create the Secret that the message names."
        case .certificateAuthorityUnreadable: "Restore the Secret of the certificate authority from a copy."
        case .backupFailed: "The message is what pgBackRest said; the log of the backup's Job has more."
        case .backupRunning: "Wait for the backup, or delete its PerconaPGBackup, which cancels it."
        case .backupKept: "Wait, or delete what depends on the backup first; without the finalizer egret.dev/expire-backup the object goes at once."
        case .scheduleMissed: "Take a backup by hand if the next scheduled one is too late; the status says how often this happened."
        case .noDrillYet: "Wait for the next drill, or ask for one by `kubectl pg drill`."
        case .drillNotVerified:
            "Do not rely on this backup: take a full one now, mend what the message names, and let a drill confirm it by `kubectl pg drill`."
        case .drillInconclusive: "Mend what the message names, and ask for another drill by `kubectl pg drill`."
        case .invalidUser: "Correct the user that the message names."
        }
    }
}
