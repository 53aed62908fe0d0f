import KubernetesModel
import PostgresAPI

/// Proves on a schedule, and on request, that the newest backup can be restored, in a Job that touches nothing of the cluster.
///
/// - Reads: the schedule, the annotation `egret.dev/drill`, what is remembered of drills, their Jobs and what those Jobs' Pods left.
/// - Plans: a mark in the WAL that is surely archived, then the Job, one at a time; its outcome in the statuses of cluster and backup, an event;
///   then the end of the Job.
/// - Never: makes two drills for one time or request; removes a Job whose outcome is not in the cluster's status.
struct RunDrills: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard cluster.definition.backups.isEnabled else { return }
        var record = DrillRecord(cluster.resource.status)
        let jobs = cluster.jobs.values.filter(\.isDrill).sorted { $0.key < $1.key }
        if let job = jobs.first {
            DrillRun(job: job, cluster: cluster).follow(&record, into: &plan)
        } else if let name = record.running {
            let outcome = DrillOutcome(
                name: name, finding: .interrupted, message: "its Job was deleted before it ended", repo: "", request: record.request,
                started: cluster.second, completed: cluster.second)
            plan.tell(outcome)
            record.conclude(outcome)
        }
        DrillStart(cluster: cluster, isIdle: jobs.isEmpty && record.running == nil).plan(&record, into: &plan)
        plan.drills = record
    }
}

/// A drill whose Job is there.
struct DrillRun {
    let job: Job
    let cluster: ClusterSnapshot

    private var name: String { job.metadata.name ?? "" }
    private var repo: String { job.metadata.annotations?[Annotation.drillRepo] ?? "" }
    private var request: String? { job.metadata.annotations?[Annotation.drill] }
    private var started: Timestamp { Timestamp(secondsSince1970: job.metadata.creationTimestamp?.secondsSince1970 ?? 0) }

    func follow(_ record: inout DrillRecord, into plan: inout Plan) {
        // Seen: only now its time or request is settled, since a request to create it may have failed.
        if let request { record.request = request }
        if let time = job.metadata.annotations?[Annotation.scheduledFor].flatMap(Timestamp.init(parsing:)) {
            record.lastTime = record.lastTime.map { max($0, time) } ?? time
        }
        if let last = record.last, last.name == name, last.started == started { return clear(last, into: &plan) }
        if record.running != name {
            record.running = name
            plan.events.append(PlannedEvent(.normal, Because(.drillStarted, "drill \(name) restores the newest backup of \(repo)")))
        }
        guard job.hasEnded, let outcome = outcome(into: &plan) else { return }
        plan.tell(outcome)
        record.conclude(outcome)
    }

    /// How it ended; nil while its Pod's last word is on its way.
    private func outcome(into plan: inout Plan) -> DrillOutcome? {
        let read = cluster.messages(of: job).lazy.compactMap(DrillReport.read(message:)).first
        let end = job.end("Complete")?.lastTransitionTime ?? job.end("Failed")?.lastTransitionTime ?? job.status?.completionTime ?? cluster.second
        var finding = read?.finding ?? .interrupted
        var words = read?.words ?? cluster.lastFailure(ofJob: name)?.words ?? "its Pod left no verdict"
        if let failure = job.end("Failed") {
            if failure.reason == "DeadlineExceeded" {
                finding = .deadlineExceeded
                let limit = cluster.definition.backups.drills.deadline.components.seconds
                words = "it did not end within \(limit) s: raise spec.backups.drills.deadlineSeconds"
            } else if read == nil, cluster.messages(of: job).isEmpty {
                words = "its Job failed: \(failure.message ?? failure.reason ?? "no reason was given")"
            }
        } else if read == nil {
            // Job and Pod are watched apart.
            let patience = end.adding(Self.patience)
            guard cluster.now >= patience else {
                plan.lookAgain(after: patience.since(cluster.now), because: "the verdict of drill \(name) is on its way")
                return nil
            }
        }
        var outcome = DrillOutcome(
            name: name, finding: finding, message: words, repo: repo, request: request, started: started,
            completed: Timestamp(secondsSince1970: end.secondsSince1970))
        if let report = read?.report { outcome.report = report }
        outcome.report.marker = job.metadata.annotations?[Annotation.drillMarker]
        return outcome
    }

    private static let patience = Duration.seconds(30)

    /// The cluster's status has the outcome: the backup gets it, then the Job goes, and its data with its Pod.
    private func clear(_ outcome: DrillOutcome, into plan: inout Plan) {
        if let backup = cluster.backup(of: outcome), !outcome.isOf(DrillOutcome(backup.status["drill"])) {
            // A status is written as a whole: what another step writes would be lost.
            guard !plan.writesStatus(of: backup.key) else {
                return plan.lookAgain(after: .seconds(1), because: "backup \(backup.name) is told how drill \(outcome.name) ended")
            }
            var status = backup.status
            status["drill"] = outcome.json.clearing(backup.status["drill"])
            return plan.act(
                .writeStatus(type: BackupResource.type, key: backup.key, status: status),
                because: Because(.changed, "backup \(backup.name) is told how drill \(outcome.name) ended"), quietly: true)
        }
        guard job.isThere else { return }
        if let deletion = Deletion(job, holdsData: false, because: Because(.changed, "Job \(name) goes: its drill has ended")) {
            plan.endings.append(deletion)
        }
    }
}

/// Whether a drill is to begin.
struct DrillStart {
    let cluster: ClusterSnapshot
    /// Whether there is no other.
    let isIdle: Bool

    private var definition: ClusterDefinition { cluster.definition }
    private var drills: DrillDefinition { definition.backups.drills }

    func plan(_ record: inout DrillRecord, into plan: inout Plan) {
        record.message = nil
        let due = dueTime(&record, into: &plan)
        guard isIdle, definition.standby == nil, !cluster.isGoingDown else { return }
        if let request = cluster.resource.metadata.annotations?[Annotation.drill].nonEmpty, request != record.request {
            let repo = cluster.resource.metadata.annotations?[Annotation.drillRepo].nonEmpty ?? usualRepo
            begin(.request(request), repo, &record, into: &plan)
        } else if let due {
            begin(.schedule(due), usualRepo, &record, into: &plan)
        }
    }

    private var usualRepo: String { drills.repoName ?? definition.backups.repos.first?.name ?? "" }

    /// The newest time of the schedule that is not settled, if it is not too late for it; what is too late is settled and reported.
    private func dueTime(_ record: inout DrillRecord, into plan: inout Plan) -> Timestamp? {
        guard let text = drills.schedule, let times = try? CronSchedule(parsing: text), definition.standby == nil else {
            (record.schedule, record.lastTime, record.nextTime) = (nil, nil, nil)
            return nil
        }
        if record.schedule != text { (record.schedule, record.lastTime) = (text, cluster.second) }
        record.nextTime = times.next(after: cluster.now)
        if let next = record.nextTime { plan.lookAgain(after: next.since(cluster.now), because: "the next drill is due") }
        guard let due = times.last(until: cluster.now, after: record.lastTime ?? cluster.second) else { return nil }
        let end = due.adding(times.longestDelay(after: due))
        guard cluster.now > end else {
            plan.lookAgain(after: end.adding(.seconds(1)).since(cluster.now), because: "the drill of \(due) is missed then")
            return due
        }
        record.lastTime = due
        let reason = obstacle ?? "the operator did not run"
        plan.events.append(PlannedEvent(.warning, Because(.scheduleMissed, "the drill of \(due) was missed: \(reason)")))
        return nil
    }

    /// What a drill cannot begin without.
    private var obstacle: String? {
        if cluster.isGoingDown { return "the cluster is stopped" }
        if cluster.activeRestore != nil { return "a restore is under way" }
        if !cluster.isRepositoryHostReady { return "the repository host \(definition.names.repoHost) is not ready" }
        if cluster.writable == nil { return "no primary accepts writes" }
        if !cluster.hasFirstBackup { return "the first backup is not complete" }
        if let backup = cluster.backups.values.first(where: { $0.state == .running }) { return "backup \(backup.name) runs" }
        return nil
    }

    private func begin(_ origin: DrillOrigin, _ repoName: String, _ record: inout DrillRecord, into plan: inout Plan) {
        let name = name(origin, repoName)
        func end(_ finding: DrillFinding, _ message: String) {
            if case .schedule(let time) = origin { record.lastTime = time }
            if let request = origin.request { record.request = request }
            let outcome = DrillOutcome(
                name: name, finding: finding, message: message, repo: repoName, request: origin.request, started: cluster.second,
                completed: cluster.second)
            plan.tell(outcome)
            record.conclude(outcome)
        }
        guard let repo = definition.backups.repos.first(where: { $0.name == repoName }) else {
            let names = definition.backups.repos.map(\.name).joined(separator: ", ")
            return end(.unknownRepository, "\(repoName) is not a repository of cluster \(definition.name): use \(names)")
        }
        if let obstacle { record.message = "the drill waits: \(obstacle)" }
        guard obstacle == nil, let primary = cluster.writable else { return }
        switch cluster.knowledge.archiveMarks[name] {
        case .archived(let marker):
            let request = DrillRequest(name: name, repo: repo, marker: marker, origin: origin)
            plan.objects.append(DesiredObject(Job.drill(request, of: definition), updates: false))
        case .sqlMissing(let words): end(.sqlMissing, words)
        case nil:
            record.message = "everything so far is being archived"
            let subject = ArchiveMark.subject(name)
            if let failure = cluster.knowledge.failures[subject], failure.count >= Self.attempts {
                return end(.archiveBehind, "what is committed does not reach the archive: \(failure.message)")
            }
            guard cluster.mayRetry(subject, after: Self.pause, into: &plan) else { return }
            plan.act(
                .markArchive(ArchiveMark(drill: name, pod: primary.pod.key, podUID: primary.uid, sql: drills.sql)),
                because: Because(.changed, "a mark is written into the WAL, which drill \(name) has to find in the archive"))
        }
    }

    /// The same for the same time or request, whatever restarts.
    private func name(_ origin: DrillOrigin, _ repo: String) -> String {
        let suffix =
            switch origin {
            case .schedule(let time): InstanceNames.suffix(uid: definition.uid, set: "drill/\(repo)", number: Int(time.secondsSince1970 / 60))
            case .request(let value): InstanceNames.suffix(uid: definition.uid, set: "drill/\(repo)/\(value)", number: 0)
            }
        return definition.names.drillJob(suffix: suffix)
    }

    /// How often the mark is tried before the archive counts as behind: a segment may be archived slowly once.
    private static let attempts = 3
    private static let pause = Duration.seconds(30)
}

extension CronSchedule {
    /// How late what is due may begin: half of the time until the next one, at least a minute and at most twelve hours.
    func longestDelay(after due: Timestamp) -> Duration {
        let longest = Duration.seconds(12 * 3600)
        let interval = next(after: due)?.since(due) ?? longest
        return max(.seconds(60), min(interval / 2, longest))
    }
}

extension Plan {
    /// Tells people how a drill ended.
    fileprivate mutating func tell(_ outcome: DrillOutcome) {
        let because = Because(outcome.finding.state.reason, outcome.inWords)
        events.append(PlannedEvent(outcome.finding == .verified ? .normal : .warning, because))
    }

    /// Whether it writes the status of a PerconaPGBackup.
    fileprivate func writesStatus(of backup: ObjectKey) -> Bool {
        actions.contains { if case .writeStatus(BackupResource.type, backup, _) = $0.action { true } else { false } }
    }
}

extension DrillState {
    var reason: Reason {
        switch self {
        case .verified: .drillVerified
        case .notVerified: .drillNotVerified
        case .inconclusive: .drillInconclusive
        }
    }
}

extension DrillOutcome {
    /// One sentence for event and condition.
    var inWords: String {
        let what = report.backup.map { "backup \($0) in \(repo)" } ?? "the newest backup\(repo.isEmpty ? "" : " in \(repo)")"
        switch finding.state {
        case .verified:
            let time = report.recoveredTo.map { ", up to the transaction of \($0)" } ?? ""
            return "drill \(name): \(what) was restored with all WAL\(time), and is sound"
        case .notVerified: return "drill \(name): \(what) did not pass, \(finding.rawValue): \(message)"
        case .inconclusive: return "drill \(name) could not find out about \(what), \(finding.rawValue): \(message)"
        }
    }
}

extension ClusterSnapshot {
    /// The record of the backup that a drill restored.
    fileprivate func backup(of outcome: DrillOutcome) -> BackupResource? {
        guard let label = outcome.report.backup else { return nil }
        return backups.values.filter { ($0.storedLabel ?? $0.recordedLabel) == label && $0.repoName == outcome.repo }.min { $0.name < $1.name }
    }

    /// Whether backups are known to restore; nil where nobody asked.
    func recoveryProven(by record: DrillRecord) -> ConditionValue? {
        guard definition.backups.isEnabled else { return nil }
        guard let last = record.last else {
            guard record.schedule != nil || record.running != nil else { return nil }
            return ConditionValue(.unknown, Reason.noDrillYet.rawValue, "no drill has ended yet")
        }
        let status: ConditionValue.Status =
            switch last.finding.state {
            case .verified: .yes
            case .notVerified: .no
            case .inconclusive: .unknown
            }
        var message = last.inWords
        if last.finding != .verified, let verified = record.lastVerified { message += "; verified last at \(verified)" }
        return ConditionValue(status, last.finding.state.reason.rawValue, message)
    }
}
