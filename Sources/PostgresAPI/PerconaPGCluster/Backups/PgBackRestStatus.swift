package import KubernetesModel

/// `status.pgbackrest`.
package struct PgBackRestStatus: FieldSet {
    package static let fields = Self()
    package let drills = Field<Object<DrillsStatus>?>("drills") { "What restore drills have found." }
    package let manualBackup = Field<Object<PgBackRestJobStatus>?>("manualBackup") { "The last backup on request." }
    package let repoHost = Field<Object<RepoHostStatus>?>("repoHost") { "The repository host." }
    package let repos = Field<[Object<RepoStatus>]>("repos", whenUnset: []) {
        "State of each repository."
        List.keyed(by: "name")
    }
    package let restore = Field<Object<PgBackRestJobStatus>?>("restore") { "The last restore." }
    package let scheduledBackups = Field<[Object<ScheduledBackupStatus>]>("scheduledBackups", whenUnset: []) {
        "State of the backup schedules, one for each repository and type."
    }
    package let unusedClaims = Field<[String]>("unusedClaims", whenUnset: []) {
        "Claims whose repositories are no longer in the spec: they are kept, and may be deleted by hand once their backups are not needed."
    }
}

/// `status.pgbackrest.manualBackup` and `.restore`: a Job.
package struct PgBackRestJobStatus: FieldSet {
    package static let fields = Self()
    package let active = Field<Int?>("active") { "Pods of the Job that run." }
    package let completionTime = Field<Timestamp?>("completionTime") { "When the Job was done." }
    package let failed = Field<Int?>("failed") { "Pods of the Job that failed." }
    package let finished = Field<Bool>("finished") { "Whether the Job is over, well or not." }
    package let id = Field<String>("id") { "What the Job was asked for by: the name of a PerconaPGBackup or PerconaPGRestore." }
    package let startTime = Field<Timestamp?>("startTime") { "When the Job began." }
    package let succeeded = Field<Int?>("succeeded") { "Pods of the Job that succeeded." }
}

/// `status.pgbackrest.repoHost`.
package struct RepoHostStatus: FieldSet {
    package static let fields = Self()
    package let apiVersion = Field<String?>("apiVersion") { "API version of the repository host's object." }
    package let kind = Field<String?>("kind") { "Kind of the repository host's object." }
    package let ready = Field<Bool>("ready", whenUnset: false) { "Whether the repository host serves." }
}

/// One element of `status.pgbackrest.repos`.
package struct RepoStatus: FieldSet {
    package static let fields = Self()
    package let bound = Field<Bool>("bound", whenUnset: false) { "Whether the repository's volume claim has its volume." }
    package let desiredRepoVolume = Field<String?>("desiredRepoVolume") { "Size that the repository's volume should grow to by itself." }
    package let name = Field<String>("name") { "Name of the repository." }
    package let replicaCreateBackupComplete = Field<Bool>("replicaCreateBackupComplete", whenUnset: false) {
        "Whether the first full backup is there, from which replicas can be made."
    }
    package let repoOptionsHash = Field<String?>("repoOptionsHash") { "Digest of the repository's settings; a new one means a new stanza." }
    package let stanzaCreated = Field<Bool>("stanzaCreated", whenUnset: false) { "Whether the stanza was created in the repository." }
    package let volume = Field<String?>("volume") { "Name of the volume that the claim is bound to." }
}

/// One element of `status.pgbackrest.scheduledBackups`.
package struct ScheduledBackupStatus: FieldSet {
    package static let fields = Self()
    package let active = Field<Int?>("active") { "Pods of the Job that run." }
    package let completionTime = Field<Timestamp?>("completionTime") { "When the Job was done." }
    package let cronJobName = Field<String?>("cronJobName") { "Name of the schedule: cluster, repository and type. There is no CronJob." }
    package let failed = Field<Int?>("failed") { "Pods of the Job that failed." }
    package let lastBackup = Field<String?>("lastBackup") { "PerconaPGBackup that the schedule made last." }
    package let lastMissedTime = Field<Timestamp?>("lastMissedTime") { "The last time for which no backup was made, although it was scheduled." }
    package let lastScheduleTime = Field<Timestamp?>("lastScheduleTime") {
        "The last time that is settled: its backup was made, or it was missed. A new schedule begins with the time at which it was first seen."
    }
    package let missed = Field<Int?>("missed") {
        "For how many times no backup was made since the schedule is as it is; 1000 and more count as 1000."
    }
    package let nextScheduleTime = Field<Timestamp?>("nextScheduleTime") { "When the next backup is made." }
    package let repo = Field<String?>("repo") { "Repository that the backup went to." }
    package let schedule = Field<String?>("schedule") { "The schedule that the times follow from." }
    package let startTime = Field<Timestamp?>("startTime") { "When the Job began." }
    package let succeeded = Field<Int?>("succeeded") { "Pods of the Job that succeeded." }
    package let type = Field<String?>("type") { "Type of the backup: full, diff or incr." }
}
