public import KubernetesModel

/// What became of a backup schedule so far: an element of `status.pgbackrest.scheduledBackups`.
public struct ScheduleRecord: Sendable, Hashable {
    /// Cluster, repository and type.
    public var name: String
    public var repo: String
    public var type: BackupsDefinition.BackupType
    /// The schedule that the times follow from; another one begins anew.
    public var schedule: String
    /// The last time that is settled.
    public var lastTime: Timestamp
    public var nextTime: Timestamp?
    /// Name of the PerconaPGBackup that was made last.
    public var lastBackup: String?
    public var missed = 0
    public var lastMissed: Timestamp?
    /// Numbers and times of that backup's Job.
    public var job: JobRecord?

    init(cluster: String, repo: String, type: BackupsDefinition.BackupType, schedule: String, lastTime: Timestamp) {
        name = "\(cluster)-\(repo)-\(type.rawValue)"
        self.repo = repo
        self.type = type
        self.schedule = schedule
        self.lastTime = lastTime
    }

    /// Reads those of a cluster's status; what cannot be read is left out.
    static func list(_ status: JSONValue) -> [ScheduleRecord] {
        (status[path: "pgbackrest", "scheduledBackups"]?.array ?? []).compactMap(ScheduleRecord.init)
    }

    private init?(_ json: JSONValue) {
        guard let name = json["cronJobName"]?.string, let repo = json["repo"]?.string,
            let type = json["type"]?.string.flatMap(BackupsDefinition.BackupType.init(rawValue:)), let schedule = json["schedule"]?.string,
            let last = json["lastScheduleTime"].flatMap(Timestamp.init(json:))
        else { return nil }
        self.name = name
        self.repo = repo
        self.type = type
        self.schedule = schedule
        lastTime = last
        nextTime = json["nextScheduleTime"].flatMap(Timestamp.init(json:))
        lastBackup = json["lastBackup"]?.string
        missed = json["missed"]?.integer.map(Int.init) ?? 0
        lastMissed = json["lastMissedTime"].flatMap(Timestamp.init(json:))
        job = JobRecord(json)
    }

    public var json: JSONValue {
        var json = job?.json ?? .emptyObject
        json["cronJobName"] = .string(name)
        json["repo"] = .string(repo)
        json["type"] = .string(type.rawValue)
        json["schedule"] = .string(schedule)
        json["lastScheduleTime"] = lastTime.json
        json["nextScheduleTime"] = nextTime.map(\.json)
        json["lastBackup"] = lastBackup.map { .string($0) }
        if missed > 0 { json["missed"] = .integer(Int64(missed)) }
        json["lastMissedTime"] = lastMissed.map(\.json)
        return json
    }

    mutating func describe(_ backup: BackupResource, _ job: Job?) {
        self.job = JobRecord(backup, job, before: self.job)
    }
}

/// The Job of a backup, as `manualBackup` and `scheduledBackups` of the cluster's status show it.
public struct JobRecord: Sendable, Hashable {
    public var startTime: Timestamp?
    public var completionTime: Timestamp?
    public var active: Int?
    public var succeeded: Int?
    public var failed: Int?

    /// nil where nothing is said of a Job.
    init?(_ json: JSONValue) {
        startTime = json["startTime"].flatMap(Timestamp.init(json:))
        completionTime = json["completionTime"].flatMap(Timestamp.init(json:))
        active = json["active"]?.integer.map(Int.init)
        succeeded = json["succeeded"]?.integer.map(Int.init)
        failed = json["failed"]?.integer.map(Int.init)
        if startTime == nil, completionTime == nil, active == nil, succeeded == nil, failed == nil { return nil }
    }

    /// - Parameters:
    ///   - job: nil where it cannot be seen any more.
    ///   - before: what was known while it could.
    init?(_ backup: BackupResource, _ job: Job?, before: JobRecord?) {
        guard job != nil || before != nil || backup.isOver else { return nil }
        startTime = job?.status?.startTime ?? before?.startTime
        completionTime = job?.status?.completionTime ?? before?.completionTime
        active = job?.status?.active
        succeeded = job?.status?.succeeded ?? before?.succeeded
        failed = job?.status?.failed ?? before?.failed
        if backup.isOver {
            active = nil
            if backup.state == .succeeded { succeeded = max(1, succeeded ?? 0) } else { failed = max(1, failed ?? 0) }
        }
    }

    var json: JSONValue {
        var json = JSONValue.emptyObject
        json["startTime"] = startTime.map(\.json)
        json["completionTime"] = completionTime.map(\.json)
        json["active"] = active.map { .integer(Int64($0)) }
        json["succeeded"] = succeeded.map { .integer(Int64($0)) }
        json["failed"] = failed.map { .integer(Int64($0)) }
        return json
    }
}
