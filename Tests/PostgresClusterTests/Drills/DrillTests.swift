import Foundation
import KubernetesModel
import Testing

@testable import PostgresCluster

@Suite("A restore drill") struct DrillTests {
    /// A cluster that runs since 08:00 UTC, with a drill at nine.
    static func cluster(schedule: String? = "0 9 * * *") -> ClusterSnapshot {
        var cluster = PlanExample.running()
        cluster.definition.backups.drills.schedule = schedule
        cluster.settle()
        return cluster
    }

    static func asked(_ value: String = "a", repo: String? = nil) -> ClusterSnapshot {
        var cluster = cluster(schedule: nil)
        cluster.ask(value, repo: repo)
        return cluster
    }

    /// Its Job is there.
    static func running(_ value: String = "a") -> ClusterSnapshot {
        var cluster = asked(value)
        cluster.settle()
        return cluster
    }

    static let verified = """
        {"finding":"Verified","message":"","backup":"LABEL","marker":"0/5000028","position":"0/6000000","bytes":7,"restoreSeconds":3,"recoverySeconds":2,
        "recoveredTo":"2027-01-15 07:59:59+00","checks":["recovery","amcheck","pageChecksums"],"program":"drill"}
        """

    @Test func isMadeAtItsTimeAndNotBefore() throws {
        var cluster = Self.cluster()
        #expect(cluster.drills["nextScheduleTime"] == "2027-01-15T09:00:00Z" && cluster.drillJobs.isEmpty)
        #expect(cluster.proven?["reason"] == "NoDrillYet" && cluster.proven?["status"] == "Unknown")
        #expect(Planner().plan(cluster).lookAgain?.after == .seconds(3600))
        cluster.now = cluster.now.adding(.seconds(3600))
        #expect(Planner().plan(cluster).marks.count == 1)
        cluster.settle()
        #expect(cluster.drillJobs.count == 1)
        #expect(cluster.drills["lastScheduleTime"] == "2027-01-15T09:00:00Z" && cluster.drills["nextScheduleTime"] == "2027-01-16T09:00:00Z")
        #expect(cluster.drills["running"]?.string == cluster.drillJobs.first?.metadata.name)
    }

    @Test func isNamedByItsTimeSoThatNoRestartMakesASecond() {
        var names: Set<String> = []
        for _ in 0..<2 {
            var cluster = Self.cluster()
            cluster.now = cluster.now.adding(.seconds(3600))
            cluster.settle()
            names.formUnion(cluster.drillJobs.map(\.key.name))
            // The Job is there, and the status that tells of it was lost.
            var forgetful = cluster
            forgetful.resource.status[path: ["pgbackrest", "drills", "lastScheduleTime"]] = "2027-01-15T08:00:00Z"
            forgetful.resource.status[path: ["pgbackrest", "drills", "running"]] = nil
            forgetful.settle()
            #expect(forgetful.drillJobs.map(\.key.name) == cluster.drillJobs.map(\.key.name))
        }
        #expect(names.count == 1)
    }

    @Test func missedIsReportedAndNotMadeUpForTooLate() {
        var cluster = Self.cluster("0 * * * *")
        cluster.now = cluster.now.adding(.seconds(3600 + 1801))
        let plan = Planner().plan(cluster)
        #expect(plan.events.map(\.because.reason) == [.scheduleMissed])
        cluster.settle()
        #expect(cluster.drillJobs.isEmpty && cluster.drills["lastScheduleTime"] == "2027-01-15T09:00:00Z")
        #expect(Planner().plan(cluster).events.isEmpty, "it is reported once")
    }

    private static func cluster(_ schedule: String) -> ClusterSnapshot { cluster(schedule: schedule) }

    @Test func isMadeOnceForEachRequest() {
        var cluster = Self.running("one")
        #expect(cluster.drillJobs.count == 1 && cluster.drills["request"] == "one")
        cluster.end(Self.verified)
        cluster.settle()
        #expect(cluster.drillJobs.isEmpty && cluster.drills[path: "last", "request"] == "one")
        cluster.settle()
        #expect(cluster.drillJobs.isEmpty, "an annotation that stays asks for nothing more")
        cluster.ask("two")
        cluster.settle()
        #expect(cluster.drillJobs.count == 1 && cluster.drills["request"] == "two")
    }

    @Test func waitsForAnotherDrillToEnd() {
        var cluster = Self.running("one")
        cluster.ask("two")
        cluster.settle()
        #expect(cluster.drillJobs.count == 1 && cluster.drills["request"] == "one")
        cluster.end(Self.verified)
        cluster.settle()
        #expect(cluster.drillJobs.count == 1 && cluster.drills["request"] == "two")
    }

    enum Obstacle: String, CaseIterable {
        case backup = "backup x runs"
        case noPrimary = "no primary accepts writes"
        case noRepositoryHost = "c-repo-host is not ready"

        func arise(in cluster: inout ClusterSnapshot) {
            switch self {
            case .backup: cluster.backups["x"] = .running("x")
            case .noPrimary: cluster.pods.removeAll { $0.metadata.labels?[Label.data] == "postgres" }
            case .noRepositoryHost: cluster.statefulSets["c-repo-host"]?.status?.readyReplicas = 0
            }
        }
    }

    @Test(arguments: Obstacle.allCases) func waits(_ obstacle: Obstacle) {
        var cluster = Self.asked()
        obstacle.arise(in: &cluster)
        let plan = Planner().plan(cluster)
        #expect(plan.marks.isEmpty)
        #expect(plan.status?[path: "pgbackrest", "drills", "message"]?.string?.contains(obstacle.rawValue) == true)
    }

    @Test func needsAMarkThatIsArchived() {
        var cluster = Self.asked()
        let subject = ArchiveMark.subject(Planner().plan(cluster).marks[0].drill)
        for count in 1...3 {
            #expect(!Planner().plan(cluster).marks.isEmpty, "try \(count)")
            cluster.knowledge.failures[subject] = .init(message: "segment 7 was not archived", at: cluster.now, count: count)
            if count < 3 { #expect(Planner().plan(cluster).marks.isEmpty) }
            cluster.now = cluster.now.adding(.seconds(31))
        }
        let plan = Planner().plan(cluster)
        #expect(plan.events.map(\.because.reason) == [.drillNotVerified])
        cluster.settle()
        #expect(cluster.drillJobs.isEmpty)
        #expect(cluster.drills[path: "last", "reason"] == "ArchiveBehind" && cluster.proven?["status"] == "False")
        #expect(cluster.proven?["message"]?.string?.contains("segment 7 was not archived") == true)
    }

    @Test(
        arguments: [
            (.sqlMissing("there is no ConfigMap x"), nil, "SQLMissing"), (.archived(WALPosition(bytes: 1)), "repo3", "UnknownRepository"),
        ] as [(ArchiveMark.Answer, String?, String)])
    func saysWhatIsMissingWithoutAJob(_ answer: ArchiveMark.Answer, _ repo: String?, _ reason: String) {
        var cluster = Self.asked(repo: repo)
        if let mark = Planner().plan(cluster).marks.first { cluster.knowledge.archiveMarks[mark.drill] = answer }
        cluster.settle()
        #expect(cluster.drillJobs.isEmpty)
        #expect(cluster.drills[path: "last", "reason"]?.string == reason && cluster.drills["request"] == "a")
        #expect(cluster.proven?["status"] == "Unknown")
    }

    @Test func tellsClusterAndBackupWhatItFoundBeforeItsJobGoes() throws {
        var cluster = Self.running()
        let backup = try #require(cluster.backups.values.first { $0.storedLabel != nil })
        let label = try #require(backup.storedLabel)
        cluster.now = cluster.now.adding(.seconds(60))
        cluster.end(Self.verified.replacingOccurrences(of: "LABEL", with: label))
        // First the cluster's status and the event …
        let first = Planner().plan(cluster)
        #expect(first.endings.isEmpty && first.events.map(\.because.reason) == [.drillVerified])
        #expect(!first.actions.contains { if case .writeStatus(BackupResource.type, _, _) = $0.action { true } else { false } })
        cluster.resource.status = try #require(first.status)
        // … then the backup's, then the Job.
        let second = Planner().plan(cluster)
        #expect(second.endings.isEmpty && second.events.isEmpty)
        cluster.carryOut(second)
        let third = Planner().plan(cluster)
        #expect(third.endings.map(\.key.name) == cluster.drillJobs.map(\.key.name))
        #expect(third.endings.map(\.uid) == cluster.drillJobs.map { $0.metadata.uid ?? "" })
        cluster.settle()
        #expect(cluster.drillJobs.isEmpty)
        let told = try #require(DrillOutcome(cluster.backups[backup.name]?.status["drill"]))
        #expect(told == DrillOutcome(cluster.drills["last"]))
        #expect(told.finding == .verified && told.report.bytes == 7 && told.report.position == "0/6000000")
        #expect(cluster.backups[backup.name]?.state == .succeeded)
        #expect(cluster.drills["lastVerifiedTime"] != nil && cluster.proven?["status"] == "True" && cluster.proven?["reason"] == "DrillVerified")
        #expect(Planner().plan(cluster).changesNothing)
    }

    /// Message of the Pod, if it left one; reason of the Job's failure; what comes of it.
    @Test(
        arguments: [
            (#"{"finding":"MarkerNotReached","message":"recovery ended at 0/4","backup":"F"}"#, nil, "MarkerNotReached", "False"),
            (#"{"finding":"BackupUnreadable","message":"[029]: checksum","backup":"F"}"#, nil, "BackupUnreadable", "False"),
            (#"{"finding":"NoRoom","message":"No space left on device"}"#, "BackoffLimitExceeded", "NoRoom", "Unknown"),
            (nil, "DeadlineExceeded", "DeadlineExceeded", "Unknown"), (nil, "BackoffLimitExceeded", "Interrupted", "Unknown"),
            ("Killed", "BackoffLimitExceeded", "Interrupted", "Unknown"),
            (#"{"finding":"Nonsense","message":"x"}"#, "BackoffLimitExceeded", "Interrupted", "Unknown"),
        ] as [(String?, String?, String, String)])
    func hasAnOutcomeHoweverItsJobEnds(_ message: String?, _ failure: String?, _ reason: String, _ status: String) {
        var cluster = Self.running()
        cluster.end(message, failure: failure)
        cluster.settle()
        #expect(cluster.drillJobs.isEmpty)
        #expect(cluster.drills[path: "last", "reason"]?.string == reason)
        #expect(cluster.proven?["status"]?.string == status)
    }

    @Test func waitsForTheVerdictThatIsOnItsWay() {
        var cluster = Self.running()
        cluster.end(nil)
        #expect(Planner().plan(cluster).events.isEmpty)
        cluster.now = cluster.now.adding(.seconds(31))
        #expect(Planner().plan(cluster).status?[path: "pgbackrest", "drills", "last", "reason"] == "Interrupted")
    }

    @Test func whoseJobIsDeletedIsInconclusive() {
        var cluster = Self.running()
        for job in cluster.drillJobs { cluster.jobs[job.key.name] = nil }
        cluster.settle()
        #expect(cluster.drills[path: "last", "reason"] == "Interrupted" && cluster.drills["running"]?.isNull ?? true)
        #expect(cluster.drillJobs.isEmpty, "it is not made again by itself")
    }

    @Test func keepsWhenItWasVerifiedLast() {
        var cluster = Self.running("one")
        cluster.end(Self.verified)
        cluster.settle()
        let verified = cluster.drills["lastVerifiedTime"]
        cluster.ask("two")
        cluster.settle()
        cluster.end(nil, failure: "BackoffLimitExceeded")
        cluster.settle()
        #expect(cluster.drills["lastVerifiedTime"] == verified && verified != nil)
        #expect(cluster.proven?["message"]?.string?.contains("verified last at") == true)
        #expect(cluster.drills[path: "last", "bytes"]?.isNull ?? true, "nothing of the outcome before is left")
    }

    @Test func beginsNoneWhereBackupsAreOffOrTheClusterIsPaused() {
        var off = Self.asked()
        off.definition.backups.isEnabled = false
        #expect(Planner().plan(off).marks.isEmpty)
        var paused = Self.asked()
        paused.definition.isPaused = true
        #expect(Planner().plan(paused).marks.isEmpty)
    }

    @Test func namesFindingsAsTheDocumentDoes() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/drills.md").standardizedFileURL
        let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { $0.hasPrefix("| `") }.map { row in
            row.split(separator: "|").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " `")) }
        }
        let documented = Dictionary(
            rows.filter { $0.count > 2 && DrillFinding(rawValue: $0[0]) != nil }.map { ($0[0], $0[1]) }, uniquingKeysWith: { $1 })
        #expect(documented == Dictionary(DrillFinding.allCases.map { ($0.rawValue, $0.state.rawValue) }, uniquingKeysWith: { $1 }))
    }
}

extension Plan {
    fileprivate var marks: [ArchiveMark] { actions.compactMap { if case .markArchive(let mark) = $0.action { mark } else { nil } } }
}

extension BackupResource {
    fileprivate static func running(_ name: String) -> BackupResource {
        BackupResource(
            metadata: ObjectMeta(finalizers: [Finalizer.deleteBackup], name: name, namespace: "ns", uid: "uid-\(name)"),
            spec: ["pgCluster": "c", "repoName": "repo1"], status: ["state": "Running", "jobName": "j"])
    }
}

extension ClusterSnapshot {
    fileprivate var drills: JSONValue { resource.status[path: "pgbackrest", "drills"] ?? .null }
    fileprivate var drillJobs: [Job] { jobs.values.filter(\.isDrill).sorted { $0.key < $1.key } }
    fileprivate var proven: JSONValue? { resource.status["conditions"]?.array?.first { $0["type"] == "RecoveryProven" } }

    fileprivate mutating func ask(_ value: String, repo: String? = nil) {
        resource.metadata.annotations = [Annotation.drill: value]
        if let repo { resource.metadata.annotations?[Annotation.drillRepo] = repo }
    }

    /// The Job of the drill ends, with what its Pod leaves.
    fileprivate mutating func end(_ message: String?, failure: String? = nil) {
        for job in drillJobs {
            let name = job.key.name
            let condition = JobCondition(
                lastTransitionTime: now, message: failure.map { "\($0)" }, reason: failure, status: "True",
                type: failure == nil ? "Complete" : "Failed")
            jobs[name]?.status = JobStatus(conditions: [condition])
            guard let message else { continue }
            let owner = OwnerReference(apiVersion: "batch/v1", controller: true, kind: "Job", name: name, uid: job.metadata.uid ?? "")
            let ended = ContainerStateTerminated(exitCode: failure == nil ? 0 : 1, finishedAt: now, message: message)
            pods.append(
                Pod(
                    metadata: ObjectMeta(
                        labels: [Label.cluster: "c", Label.drill: "", "batch.kubernetes.io/job-name": name], name: "\(name)-p", namespace: "ns",
                        ownerReferences: [owner]),
                    status: PodStatus(containerStatuses: [ContainerStatus(imageID: "", name: "drill", state: ContainerState(terminated: ended))])))
        }
    }
}
