import KubernetesModel
import Testing

@testable import PostgresCluster

/// PerconaPGBackups of a cluster that runs.
enum BackupExample {
    static func new(_ name: String, repo: String? = "repo1", options: [String] = [], age: Int64 = 0, finalizers: [String]? = nil) -> BackupResource {
        var spec: JSONValue = ["pgCluster": "c", "options": options.json]
        spec["repoName"] = repo.map { .string($0) }
        let created = Timestamp(secondsSince1970: PlanExample.now.secondsSince1970 - age)
        let metadata = ObjectMeta(
            creationTimestamp: created, finalizers: finalizers ?? [Finalizer.deleteBackup], name: name, namespace: "ns", resourceVersion: "1",
            uid: "uid-\(name)")
        return BackupResource(metadata: metadata, spec: spec)
    }

    static func condition(_ type: String, _ job: String) -> [JobCondition] { [JobCondition(status: "True", type: type)] }
}

extension ClusterSnapshot {
    /// The statuses that a plan writes, by object.
    func statuses(_ plan: Plan) -> [String: JSONValue] {
        var written: [String: JSONValue] = [:]
        for action in plan.actions {
            if case .writeStatus(_, let key, let status) = action.action { written[key.name] = status }
        }
        return written
    }

    /// Makes the Job of a backup run, with what its Pods say.
    mutating func run(_ name: String, failing message: String? = nil, exitCode: Int = 1) {
        carryOut(Planner().plan(self))
        guard let backup = backups[name] else { return }
        let job = jobName(of: backup)
        jobs[job]?.metadata.uid = "uid-\(job)"
        jobs[job]?.metadata.resourceVersion = "1"
        jobs[job]?.status = JobStatus(active: 1)
        pods.append(
            Pod(
                metadata: ObjectMeta(
                    labels: [Label.cluster: "c", "batch.kubernetes.io/job-name": job], name: "\(job)-x", namespace: "ns", uid: "uid-\(job)-x"),
                status: PodStatus(
                    containerStatuses: [
                        ContainerStatus(
                            name: "pgbackrest",
                            state: message.map {
                                ContainerState(terminated: ContainerStateTerminated(exitCode: exitCode, finishedAt: now, message: $0))
                            } ?? ContainerState(running: ContainerStateRunning(startedAt: now)))
                    ], phase: message == nil ? "Running" : "Failed")))
    }

    mutating func end(_ name: String, _ type: String) {
        guard let backup = backups[name] else { return }
        jobs[jobName(of: backup)]?.status = JobStatus(completionTime: now, conditions: [JobCondition(status: "True", type: type)])
        for index in pods.indices where pods[index].metadata.labels?["batch.kubernetes.io/job-name"] == jobName(of: backup) {
            pods[index].status?.phase = type == "Complete" ? "Succeeded" : "Failed"
        }
    }

    /// Puts the repository host's Pod there.
    mutating func addHost() {
        pods.append(
            Pod(
                metadata: ObjectMeta(
                    labels: definition.repoHostSelector, name: "c-repo-host-0", namespace: "ns", resourceVersion: "1", uid: "uid-host"),
                status: PodStatus(phase: "Running")))
    }

    mutating func markDeleted(_ name: String) { backups[name]?.metadata.deletionTimestamp = now }
}

@Suite("A backup on request") struct BackupRunTests {
    @Test func getsItsFinalizerBeforeAnythingElse() {
        var cluster = PlanExample.running()
        cluster.backups["b"] = BackupExample.new("b", finalizers: ["mine"])
        let plan = Planner().plan(cluster)
        #expect(!plan.objects.contains { $0.type == Job.resourceType })
        let edits = plan.actions.compactMap {
            if case .editMetadata(_, let key, let edit, let version) = $0.action { (key.name, edit, version) } else { nil }
        }
        #expect(edits.map(\.0) == ["b"] && edits[0].1.finalizers == ["mine", Finalizer.deleteBackup] && edits[0].2 == "1")
    }

    @Test func goesToItsRepositoryAndSucceeds() throws {
        var cluster = PlanExample.running()
        cluster.backups["b"] = BackupExample.new("b", options: ["--type=diff"])
        cluster.run("b")
        let job = try #require(cluster.jobs.values.first { $0.metadata.labels?[Label.pgBackRestBackup] == "manual" })
        let options = job.spec?.template?.spec?.containers?[0].env?.first { $0.name == "COMMAND_OPTS" }?.value ?? ""
        #expect(options.hasPrefix("--stanza=db --repo=1 --type=diff "))
        #expect(options.contains("\"percona.com/backup-job-name\"=\"\(job.key.name)\""))
        #expect(cluster.backups["b"]?.state == .new, "one write tells that it runs")
        cluster.carryOut(Planner().plan(cluster))
        #expect(cluster.backups["b"]?.state == .running)
        #expect(cluster.backups["b"]?.status["jobName"]?.string == job.key.name)
        #expect(Planner().plan(cluster).status?[path: "pgbackrest", "manualBackup", "finished"] == false)
        cluster.settle()
        let done = try #require(cluster.backups["b"])
        #expect(done.state == .succeeded && done.status["backupName"] == "b-F" && done.status["storageType"] == "filesystem")
        #expect(done.finalizers == [] && done.condition(.leaseAcquired) == nil)
        #expect(cluster.jobs[job.key.name] == nil, "the finished Job is out of the cluster's selection")
        #expect(cluster.resource.status[path: "pgbackrest", "manualBackup", "id"] == "b")
        #expect(cluster.resource.status[path: "pgbackrest", "manualBackup", "succeeded"] == 1)
        let condition = cluster.resource.status["conditions"]?.array?.first { $0["type"] == "PGBackRestManualBackupSuccessful" }
        #expect(condition?["status"] == "True" && condition?["reason"] == "ManualBackupComplete")
    }

    @Test func waitsForTheOneBeforeAndSaysSo() throws {
        var cluster = PlanExample.running()
        cluster.backups["z"] = BackupExample.new("z", age: 30)
        cluster.backups["a"] = BackupExample.new("a", age: 10)
        cluster.backups["b"] = BackupExample.new("b", age: 5)
        cluster.run("z")
        #expect(cluster.jobs.values.filter { $0.metadata.labels?[Label.pgBackRestBackup] == "manual" }.count == 1)
        let waiting = try #require(cluster.backups["b"])
        #expect(waiting.state == .new)
        #expect(waiting.condition(.leaseAcquired)?["status"] == "False" && waiting.condition(.leaseAcquired)?["reason"] == "LeaseAlreadyHeld")
        #expect(waiting.condition(.leaseAcquired)?["message"] == "backup z is not over, 1 more are before this one")
        cluster.settle()
        #expect(cluster.backups.values.allSatisfy { $0.state == .succeeded })
    }

    @Test(arguments: [
        (BackupExample.new("b", repo: "repo3"), #"spec.repoName: "repo3" is not a repository of cluster c: use repo1"#),
        (BackupExample.new("b", repo: nil), #"spec.repoName: "" is not a repository of cluster c: use repo1"#),
        (BackupExample.new("b", options: ["--repo=2"]), "spec.options: --repo=2 is set by the operator: remove it"),
        (BackupExample.new("b", options: ["--stanza other"]), "spec.options: --stanza other is set by the operator: remove it"),
    ]) func failsAtOnceWithTheField(_ backup: BackupResource, _ reason: String) {
        var cluster = PlanExample.running()
        cluster.backups["b"] = backup
        let status = cluster.statuses(Planner().plan(cluster))["b"]
        #expect(status?["state"] == "Failed" && status?["error"]?.string == reason)
    }

    @Test func optionsOfARepositoryAreNotItsChoice() {
        #expect(!BackupRequest.isForbidden("--repo1-retention-full=2"))
        #expect(BackupRequest.isForbidden("--repo"))
    }

    @Test func tellsWhatPgBackRestSaid() {
        var cluster = PlanExample.running()
        cluster.backups["b"] = BackupExample.new("b")
        cluster.run("b", failing: "[082]: WAL segment was not archived", exitCode: 82)
        cluster.carryOut(Planner().plan(cluster))
        #expect(cluster.backups["b"]?.state == .running)
        #expect(cluster.backups["b"]?.status["error"] == "will be tried again: [082]: WAL segment was not archived")
        cluster.end("b", "Failed")
        cluster.carryOut(Planner().plan(cluster))
        #expect(cluster.backups["b"]?.state == .failed)
        #expect(cluster.backups["b"]?.status["error"] == "[082]: WAL segment was not archived")
        let plan = Planner().plan(cluster)
        let condition = plan.status?["conditions"]?.array?.first { $0["type"] == "PGBackRestManualBackupSuccessful" }
        #expect(condition?["status"] == "False" && condition?["reason"] == "ManualBackupFailed")
    }

    @Test func isNotTriedAgainWithOptionsThatPgBackRestRefuses() {
        var cluster = PlanExample.running()
        cluster.backups["b"] = BackupExample.new("b", options: ["--typ=full"])
        cluster.run("b", failing: "[031]: invalid option '--typ'", exitCode: 31)
        let plan = Planner().plan(cluster)
        #expect(plan.actions.contains { if case .endRetries(let job, let uid) = $0.action { uid == "uid-\(job.name)" } else { false } })
    }

    @Test func failsWhenItsJobEndedWellButMadeNothing() {
        var cluster = PlanExample.running()
        cluster.backups["b"] = BackupExample.new("b")
        cluster.run("b")
        cluster.end("b", "Complete")
        let plan = Planner().plan(cluster)
        #expect(plan.actions.contains { if case .readBackups(_, _, "repo1", "info of uid-b") = $0.action { true } else { false } })
        cluster.knowledge.settled.insert("info of uid-b")
        #expect(cluster.statuses(Planner().plan(cluster))["b"]?["state"] == "Failed")
    }

    @Test func aNameThatIsUsedAgainDoesNotFindTheOldBackup() {
        var cluster = PlanExample.running()
        cluster.backups["b"] = BackupExample.new("b")
        cluster.run("b")
        cluster.end("b", "Complete")
        cluster.knowledge.storedBackups["repo1", default: []].append(
            StoredBackup(
                label: "old", type: "full", deltaBytes: 1, annotations: ["percona.com/backup-name": "b", "percona.com/backup-job-name": "other"]))
        #expect(cluster.statuses(Planner().plan(cluster))["b"] == nil)
    }

    @Test func doesNotWaitForEver() throws {
        var cluster = PlanExample.running()
        cluster.backups["b"] = BackupExample.new("b")
        cluster.statefulSets["c-repo-host"]?.status?.readyReplicas = 0
        cluster.carryOut(Planner().plan(cluster))
        #expect(cluster.backups["b"]?.condition(.leaseAcquired)?["message"] == "it waits: the repository host c-repo-host is not ready")
        cluster.now = cluster.now.adding(.seconds(599))
        let plan = Planner().plan(cluster)
        #expect(cluster.statuses(plan)["b"] == nil)
        #expect(try #require(plan.lookAgain).after <= .seconds(1))
        cluster.now = cluster.now.adding(.seconds(1))
        #expect(
            cluster.statuses(Planner().plan(cluster))["b"]?["error"]
                == "not begun within ten minutes: the repository host c-repo-host is not ready")
    }

    @Test func beginsWhenThePauseIsOver() {
        var cluster = PlanExample.running()
        cluster.definition.isPaused = true
        cluster.backups["b"] = BackupExample.new("b")
        cluster.carryOut(Planner().plan(cluster))
        #expect(cluster.backups["b"]?.condition(.leaseAcquired)?["reason"] == "ClusterPaused")
        #expect(!cluster.jobs.values.contains { $0.metadata.labels?[Label.pgBackRestBackup] == "manual" })
        cluster.definition.isPaused = false
        cluster.settle()
        #expect(cluster.backups["b"]?.state == .succeeded)
    }
}

@Suite("A backup that is deleted") struct BackupEndTests {
    @Test func endsWithJobPodAndProcessBeforeItGoes() throws {
        var cluster = PlanExample.running()
        cluster.addHost()
        cluster.backups["b"] = BackupExample.new("b")
        cluster.run("b")
        cluster.carryOut(Planner().plan(cluster))
        cluster.markDeleted("b")
        let job = try #require(cluster.backups["b"]).jobName ?? ""
        #expect(Planner().plan(cluster).deletions.map(\.key.name) == [job])

        cluster.jobs[job]?.metadata.deletionTimestamp = cluster.now
        let release = Planner().plan(cluster)
        #expect(
            release.actions.contains {
                if case .editMetadata(Job.resourceType, let key, let edit, _) = $0.action { key.name == job && edit.finalizers == [] } else { false }
            })
        #expect(release.deletions.isEmpty)

        cluster.jobs[job] = nil
        #expect(!Planner().plan(cluster).actions.contains { if case .endBackup = $0.action { true } else { false } }, "its Pod still runs")
        cluster.pods.removeAll { $0.metadata.labels?["batch.kubernetes.io/job-name"] == job }
        let plan = Planner().plan(cluster)
        let ends = plan.actions.compactMap { if case .endBackup(let end) = $0.action { end } else { nil } }
        #expect(ends.map(\.host?.name) == ["c-repo-host-0"] && ends.map(\.primary) == [cluster.leader?.pod.key])
        #expect(ends[0].job == job && ends[0].end.last == "--annotation=percona.com/backup-job-name=\(job)")
        #expect(ends[0].endOfSessions.text.contains("backend_start < '\(cluster.now)'::timestamptz"))
        #expect(cluster.statuses(plan)["b"] == nil)
        cluster.carryOut(plan)
        cluster.carryOut(Planner().plan(cluster))
        #expect(cluster.backups["b"] == nil)
    }

    @Test func holdsUpTheNextOneUntilItHasEnded() {
        var cluster = PlanExample.running()
        cluster.backups["b"] = BackupExample.new("b")
        cluster.run("b")
        cluster.markDeleted("b")
        cluster.backups["d"] = BackupExample.new("d")
        cluster.carryOut(Planner().plan(cluster))
        #expect(cluster.backups["d"]?.condition(.leaseAcquired)?["message"] == "backup b is not over")
    }

    @Test func leavesTheRepositoryAloneWhenItWasOver() {
        var cluster = PlanExample.running()
        cluster.addHost()
        cluster.backups["b"] = BackupExample.new("b")
        cluster.settle()
        let stored = cluster.knowledge.storedBackups
        cluster.backups["b"] = nil
        #expect(Planner().plan(cluster).changesNothing)
        cluster.settle()
        #expect(cluster.knowledge.storedBackups == stored)
        #expect(cluster.backups["b"] == nil, "what an object asked for does not come back without it")
    }

    @Test func thatHasNotBegunGoesAtOnce() {
        var cluster = PlanExample.running()
        cluster.definition.isPaused = true
        cluster.backups["b"] = BackupExample.new("b")
        cluster.markDeleted("b")
        cluster.carryOut(Planner().plan(cluster))
        #expect(cluster.backups["b"] == nil)
    }

    @Test func doesNotKeepItsClusterFromGoing() {
        var cluster = PlanExample.running()
        cluster.backups["b"] = BackupExample.new("b")
        cluster.run("b")
        cluster.resource.metadata.deletionTimestamp = cluster.now
        let plan = Planner().plan(cluster)
        #expect(cluster.statuses(plan)["b"]?["error"] == "PerconaPGCluster c is being deleted")
        #expect(plan.endings.count == 1 && plan.endings[0].type == Job.resourceType)
        cluster.settle()
        #expect(cluster.resource.metadata.finalizers == [])
        #expect(cluster.backups["b"]?.finalizers == [])
    }

    @Test func ofAClusterThatIsGoneHasNoFinalizerOfOurs() {
        var gone = BackupExample.new("b", finalizers: [Finalizer.deleteBackup, Finalizer.expireBackup, "mine"])
        gone.metadata.deletionTimestamp = PlanExample.now
        gone.status["state"] = "Running"
        let plan = BackupsWithoutCluster.plan([gone, BackupExample.new("new", finalizers: [])], [], cluster: "c")
        let edits = plan.actions.compactMap { if case .editMetadata(_, _, let edit, _) = $0.action { edit.finalizers } else { nil } }
        #expect(edits == [["mine"]])
        let states = PlanExample.new().statuses(plan).mapValues { $0["state"]?.string ?? "" }
        #expect(states == ["b": "Failed", "new": ""])
    }
}

@Suite("A backup that is to leave its repository") struct BackupExpiryTests {
    private func cluster(_ stored: [StoredBackup], deleting label: String) -> ClusterSnapshot {
        var cluster = PlanExample.running()
        cluster.addHost()
        for backup in stored {
            var object = BackupExample.new(backup.label.lowercased(), finalizers: backup.label == label ? [Finalizer.expireBackup] : [])
            object.status = ["state": "Succeeded", "backupName": .string(backup.label), "storageType": "filesystem"]
            cluster.backups[object.name] = object
        }
        cluster.markDeleted(label.lowercased())
        cluster.knowledge.storedBackups["repo1", default: []] += stored
        cluster.knowledge.settled.insert("expiry of uid-\(label.lowercased())")
        return cluster
    }

    private func stored(_ label: String, _ type: String = "full", needs: [String] = [], damaged: Bool = false) -> StoredBackup {
        StoredBackup(
            label: label, type: type, deltaBytes: 1, annotations: ["percona.com/backup-name": label.lowercased()], references: needs,
            hasErrors: damaged)
    }

    private func expired(_ plan: Plan) -> [String] {
        plan.actions.compactMap { if case .expireBackup(_, _, _, let label, _) = $0.action { label } else { nil } }
    }

    @Test func goesWithItsObject() {
        var cluster = cluster([stored("A"), stored("B")], deleting: "A")
        let plan = Planner().plan(cluster)
        #expect(expired(plan) == ["A"])
        cluster.carryOut(plan)
        cluster.carryOut(Planner().plan(cluster))
        #expect(cluster.backups["a"] == nil && cluster.backups["b"] != nil)
    }

    @Test func isLookedUpFirst() {
        var cluster = cluster([stored("A"), stored("B")], deleting: "A")
        cluster.knowledge.settled = []
        let plan = Planner().plan(cluster)
        #expect(expired(plan).isEmpty)
        #expect(plan.actions.contains { if case .readBackups = $0.action { true } else { false } })
    }

    @Test func staysWhileAnotherNeedsIt() {
        var cluster = cluster([stored("A"), stored("A_D", "diff", needs: ["A"]), stored("B")], deleting: "A")
        let plan = Planner().plan(cluster)
        #expect(expired(plan).isEmpty)
        #expect(cluster.statuses(plan)["a"]?["conditions"]?[0]?["message"] == "A stays in repo1: A_D cannot be restored without it")
        cluster.carryOut(plan)
        cluster.pretendToRun()
        #expect(!Planner().plan(cluster).actions.contains { if case .writeStatus = $0.action { true } else { false } }, "is said once")
        cluster.knowledge.storedBackups["repo1"]?.removeAll { $0.label == "A_D" }
        #expect(expired(Planner().plan(cluster)) == ["A"])
    }

    @Test func staysIfItIsTheLastThatRestores() {
        var cluster = cluster([stored("A"), stored("B", damaged: true)], deleting: "A")
        cluster.knowledge.storedBackups["repo1"]?.removeAll { !["A", "B"].contains($0.label) }
        let plan = Planner().plan(cluster)
        #expect(expired(plan).isEmpty)
        #expect(cluster.statuses(plan)["a"]?["conditions"]?[0]?["reason"] == "BackupKept")
    }
}

@Suite("Backups in a repository and their objects") struct StoredBackupTests {
    private let stranger = StoredBackup(
        label: "20261124-080000F_20261124-090000I", type: "incr", deltaBytes: 9, annotations: [:], stopped: PlanExample.now)
    private let name = "c-repo1-20261124-080000f-20261124-090000i"

    @Test func oneThatNobodyAskedForGetsAnObjectOnce() throws {
        var cluster = PlanExample.running()
        cluster.knowledge.storedBackups["repo1", default: []].append(stranger)
        cluster.settle()
        let found = try #require(cluster.backups[name])
        #expect(found.state == .succeeded && found.status["backupName"]?.string == stranger.label && found.status["backupType"] == "incr")
        #expect(found.status["size"] == 9 && found.status["completed"]?.string == PlanExample.now.description)
        #expect(!cluster.jobs.values.contains { $0.metadata.ownerReferences?[0].name == name }, "nothing is run for it")
        cluster.backups[name] = nil
        cluster.settle()
        #expect(cluster.backups[name] == nil, "a deleted one does not return")
    }

    @Test func theObjectGoesWhenRetentionHasRemovedTheBackup() throws {
        var cluster = PlanExample.running()
        cluster.backups["b"] = BackupExample.new("b")
        cluster.settle()
        #expect(cluster.backups["b"]?.state == .succeeded)
        cluster.knowledge.storedBackups["repo1"]?.removeAll { $0.label == "b-F" }
        let plan = Planner().plan(cluster)
        #expect(plan.deletions.map(\.key.name) == ["b"])
        #expect(plan.deletions[0].uid == "uid-b" && plan.deletions[0].resourceVersion != nil)
    }

    @Test(arguments: ["not read", "empty", "moved"]) func theObjectStaysWhileThatIsNotCertain(_ why: String) {
        var cluster = PlanExample.running()
        cluster.backups["b"] = BackupExample.new("b")
        cluster.settle()
        switch why {
        case "not read": cluster.knowledge.storedBackups["repo1"] = nil
        case "empty": cluster.knowledge.storedBackups["repo1"] = []
        default:
            cluster.knowledge.storedBackups["repo1"]?.removeAll { $0.label == "b-F" }
            cluster.backups["b"]?.status["destination"] = "s3://elsewhere"
        }
        #expect(Planner().plan(cluster).deletions.isEmpty)
    }

    @Test func anAnswerAboutARepositoryThatCannotBeReadIsNone() throws {
        let broken = #"[{"name":"db","status":{"code":99},"repo":[{"key":1,"status":{"code":99,"message":"other"}}],"backup":[]}]"#
        #expect(StoredBackup.list(info: try JSONValue(parsing: broken)) == nil)
        let empty = #"[{"name":"db","status":{"code":2},"repo":[{"key":1,"status":{"code":2}}],"backup":[]}]"#
        #expect(StoredBackup.list(info: try JSONValue(parsing: empty)) == [])
        let full = """
            [{"name":"db","status":{"code":0},"repo":[{"key":1,"status":{"code":0}}],"backup":[
             {"label":"L","type":"diff","error":true,"prior":"F","reference":["F"],"timestamp":{"start":1,"stop":1800000000},
              "annotation":{"k":"v"},"info":{"repository":{"delta":5}}}]}]
            """
        let read = StoredBackup(
            label: "L", type: "diff", deltaBytes: 5, annotations: ["k": "v"], references: ["F", "F"], hasErrors: true, stopped: PlanExample.now)
        #expect(StoredBackup.list(info: try JSONValue(parsing: full)) == [read])
    }
}
