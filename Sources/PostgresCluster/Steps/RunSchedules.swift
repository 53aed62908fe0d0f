import KubernetesModel
import PostgresAPI

/// Makes a PerconaPGBackup for each time that a schedule names, exactly one whatever restarts: its name follows from cluster, repository, type and
/// time, so that a second one cannot be created.
///
/// - Reads: the schedules, for each the time that was settled last (`status.pgbackrest.scheduledBackups`), PerconaPGBackups.
/// - Plans: the object for the newest time that has come, if it is not too late; when to look again.
/// - Never: makes up for more than the newest time that was missed. The others are counted and reported.
struct RunSchedules: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard cluster.definition.backups.isEnabled, !cluster.isGoingDown else { return }
        // A standby cluster takes no backups: when it is promoted, its schedules begin anew.
        guard cluster.definition.standby == nil else { return plan.schedules = [] }
        let before = ScheduleRecord.list(cluster.resource.status)
        var records: [ScheduleRecord] = []
        for repo in cluster.definition.backups.repos {
            for schedule in repo.schedules {
                guard let times = try? CronSchedule(parsing: schedule.text) else { continue }
                let known = before.first { $0.repo == repo.name && $0.type == schedule.type && $0.schedule == schedule.text }
                var record =
                    known
                    ?? ScheduleRecord(
                        cluster: cluster.definition.name, repo: repo.name, type: schedule.type, schedule: schedule.text,
                        lastTime: Timestamp(secondsSince1970: cluster.now.secondsSince1970))
                ScheduleRun(times: times, cluster: cluster).plan(&record, into: &plan)
                records.append(record)
            }
        }
        plan.schedules = records
    }
}

/// One schedule at one moment.
private struct ScheduleRun {
    let times: CronSchedule
    let cluster: ClusterSnapshot

    func plan(_ record: inout ScheduleRecord, into plan: inout Plan) {
        if let due = times.last(until: cluster.now, after: record.lastTime) { settle(due, &record, into: &plan) }
        if let last = record.lastBackup.flatMap({ cluster.backups[$0] }) { record.describe(last, cluster.jobs[cluster.jobName(of: last)]) }
        record.nextTime = times.next(after: cluster.now)
        if let next = record.nextTime {
            plan.lookAgain(after: next.since(cluster.now), because: "the next \(record.type.rawValue) backup to \(record.repo) is due")
        }
    }

    private func settle(_ due: Timestamp, _ record: inout ScheduleRecord, into plan: inout Plan) {
        let name = cluster.definition.names.scheduledBackup(
            repo: record.repo, type: record.type.rawValue, suffix: suffix(record, due))
        let end = due.adding(times.longestDelay(after: due))
        if cluster.backups[name] != nil {
            // Seen: only now it counts as made, since a request to create it may have failed.
            record.lastBackup = name
            record.job = nil
        } else if cluster.now > end {
            miss(due, through: true, record: &record, into: &plan)
            return
        } else if canBegin, !hasUnfinished(record) {
            let object = BackupResource.object(
                named: name, of: cluster.definition, repo: record.repo, options: ["--type=\(record.type.rawValue)"],
                annotations: [Annotation.scheduledFor: due.description], finalizers: [Finalizer.deleteBackup])
            plan.act(
                .create(type: BackupResource.type, key: ObjectKey(namespace: cluster.definition.namespace, name: name), object: object),
                because: Because(.backupScheduled, "the \(record.type.rawValue) backup to \(record.repo) of \(due) is due"))
            return
        } else {
            plan.lookAgain(after: end.adding(.seconds(1)).since(cluster.now), because: "the backup to \(record.repo) of \(due) is missed then")
            return
        }
        miss(due, through: false, record: &record, into: &plan)
    }

    /// Counts what lies between the time that was settled last and `due`, which becomes that time.
    private func miss(_ due: Timestamp, through isMissed: Bool, record: inout ScheduleRecord, into plan: inout Plan) {
        var missed: [Timestamp] = []
        var time = record.lastTime
        while missed.count < Self.highestCount, let next = times.next(after: time), next < due {
            missed.append(next)
            time = next
        }
        if isMissed { missed.append(due) }
        record.lastTime = due
        guard let last = missed.last else { return }
        record.missed = min(record.missed + missed.count, Self.highestCount)
        record.lastMissed = last
        let count = missed.count == 1 ? "one backup" : "\(missed.count) backups"
        let because = Because(.scheduleMissed, "\(count) (\(record.type.rawValue)) to \(record.repo) missed, the last one of \(last)")
        plan.events.append(PlannedEvent(.warning, because))
    }

    private var canBegin: Bool { cluster.hasFirstBackup && cluster.writable != nil && cluster.isRepositoryHostReady }

    /// Whether an earlier backup of this schedule is not over: a queue of them would never end.
    private func hasUnfinished(_ record: ScheduleRecord) -> Bool {
        record.lastBackup.flatMap { cluster.backups[$0] }.map { !$0.isOver } ?? false
    }

    private func suffix(_ record: ScheduleRecord, _ due: Timestamp) -> String {
        InstanceNames.suffix(uid: cluster.definition.uid, set: "\(record.repo)/\(record.type.rawValue)", number: Int(due.secondsSince1970 / 60))
    }

    private static let highestCount = 1000
}

extension ObjectNames {
    /// The PerconaPGBackup that a schedule makes.
    func scheduledBackup(repo: String, type: String, suffix: String) -> String { "\(cluster)-\(repo)-\(type)-\(suffix)" }
}
