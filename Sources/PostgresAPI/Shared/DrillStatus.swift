package import KubernetesModel

/// How a drill ended: `status.drill` of a PerconaPGBackup, `status.pgbackrest.drills.last` of a cluster.
package struct DrillOutcomeStatus: FieldSet {
    package static let fields = Self()
    package let backup = Field<String?>("backup") { "Label of the backup that was restored." }
    package let bytes = Field<Int?>("bytes") {
        "Bytes that the restored data takes."
        Format.int64
    }
    package let checks = Field<[String]>("checks", whenUnset: []) { "What was looked at: `recovery`, `amcheck`, `sql`, `pageChecksums`." }
    package let completed = Field<Timestamp?>("completed") { "When the drill ended." }
    package let marker = Field<String?>("marker") { "Position in the WAL that recovery had to reach: written, and archived, before the drill began." }
    package let message = Field<String?>("message") { "What was found, in words." }
    package let name = Field<String?>("name") { "Job that was the drill." }
    package let position = Field<String?>("position") { "Position in the WAL that recovery reached." }
    package let reason = Field<String?>("reason") { "What was found, as one word of a closed list; see docs/drills.md." }
    package let recoveredTo = Field<String?>("recoveredTo") { "When the last transaction was committed that the restored data has." }
    package let recoverySeconds = Field<Int?>("recoverySeconds") {
        "How long it took to replay the WAL, in seconds."
        Format.int64
    }
    package let repo = Field<String?>("repo") { "Repository that was restored from." }
    package let request = Field<String?>("request") { "Value of the annotation that asked for the drill; unset for one by schedule." }
    package let restoreSeconds = Field<Int?>("restoreSeconds") {
        "How long it took to fetch the backup, in seconds."
        Format.int64
    }
    package let seconds = Field<Int?>("seconds") {
        "How long the drill took, in seconds."
        Format.int64
    }
    package let started = Field<Timestamp?>("started") { "When the drill began." }
    package let state = Field<String?>("state") {
        "`Verified`: it was restored and every check passed. `NotVerified`: not so. `Inconclusive`: the drill could not find out."
    }
}

/// `status.pgbackrest.drills`.
package struct DrillsStatus: FieldSet {
    package static let fields = Self()
    package let last = Field<Object<DrillOutcomeStatus>?>("last") { "The drill that ended last." }
    package let lastScheduleTime = Field<Timestamp?>("lastScheduleTime") {
        "The last time that is settled: its drill was made, or it was missed. A new schedule begins with the time at which it was first seen."
    }
    package let lastVerifiedTime = Field<Timestamp?>("lastVerifiedTime") { "When the last drill that verified a backup ended." }
    package let message = Field<String?>("message") { "What a drill that is to begin waits for." }
    package let nextScheduleTime = Field<Timestamp?>("nextScheduleTime") { "When the next drill is made." }
    package let request = Field<String?>("request") { "Value of the annotation `egret.dev/drill` whose drill was made last." }
    package let running = Field<String?>("running") { "Job of the drill that runs." }
    package let schedule = Field<String?>("schedule") { "The schedule that the times follow from." }
}
