import KubernetesModel
import Testing

@testable import PostgresCluster

@Suite("Repositories of a running cluster") struct RepositoryTests {
    private static let claim = PersistentVolumeClaimSpec(
        accessModes: ["ReadWriteOnce"], resources: VolumeResourceRequirements(requests: ["storage": "1Gi"]))
    private static let bucket = BackupsDefinition.Repo(name: "repo2", storage: .s3(bucket: "b", endpoint: "e", region: "r"))

    private func stanzas(_ plan: Plan) -> [StanzaStep] {
        plan.actions.compactMap { if case .createStanza(let step) = $0.action { step } else { nil } }
    }

    @Test("one that is added gets the stanza; what was made from the first one still counts") func added() throws {
        var cluster = PlanExample.running()
        cluster.definition.backups.repos.append(Self.bucket)
        let plan = Planner().plan(cluster)
        let step = try #require(stanzas(plan).first)
        #expect(step.revisions.keys.sorted() == ["stanza.repo1", "stanza.repo2"])
        #expect(step.systemIdentifier == "7")
        #expect(!plan.actions.contains { if case .create = $0.action { true } else { false } }, "no first backup again")
        #expect(plan.status?["state"] == "ready")
        let repos = plan.status?[path: "pgbackrest", "repos"]
        #expect(repos?[0]?["stanzaCreated"] == true && repos?[1]?["stanzaCreated"] == false)
        cluster.settle()
        #expect(cluster.backups.count == 1)
        #expect(cluster.resource.status[path: "pgbackrest", "repos"]?[1]?["stanzaCreated"] == true)
    }

    @Test("another path in a bucket is another place") func moved() {
        var cluster = PlanExample.running()
        cluster.definition.backups.repos.append(Self.bucket)
        cluster.settle()
        cluster.definition.backups.global["repo2-path"] = "/elsewhere"
        #expect(stanzas(Planner().plan(cluster)).count == 1)
    }

    @Test("stanza-create is tried again with growing pauses") func retried() {
        var cluster = PlanExample.running()
        cluster.definition.backups.repos.append(Self.bucket)
        for (count, pause) in [(1, 5), (2, 10), (4, 40), (6, 120), (60, 120)] {
            cluster.knowledge.failures["stanza"] = .init(message: "no such bucket", at: PlanExample.now, count: count)
            let plan = Planner().plan(cluster)
            #expect(stanzas(plan).isEmpty)
            #expect(plan.lookAgain?.after == .seconds(pause))
            #expect(plan.status?["conditions"]?.array?.first { $0["type"] == "PGBackRestReplicaRepoReady" }?["message"] == "no such bucket")
        }
    }

    private static func report(_ repos: String...) -> String {
        let lost = repos.map { "\($0): [FileMissingError] unable to load info file '/x/archive/db/archive.info'" }.joined(separator: "; ")
        return #"{"oldest":"0000000100000000000000A1","waiting":1,"error":"[103] no; \#(lost)"}"#
    }

    /// A cluster with a volume and a bucket whose leader says that archiving does not find the stanza.
    private func losing(_ repos: String) -> ClusterSnapshot {
        var cluster = PlanExample.running()
        cluster.definition.backups.repos.append(Self.bucket)
        cluster.settle()
        cluster.say(Self.report(repos))
        return cluster
    }

    @Test("a bucket that was emptied gets the stanza again, once, and only then is what was in it forgotten") func emptied() throws {
        var cluster = losing("repo2")
        cluster.knowledge.storedBackups["repo2"] = []
        let plan = Planner().plan(cluster)
        let step = try #require(stanzas(plan).first)
        #expect(step.lost.keys.sorted() == ["repo2"] && step.systemIdentifier == "7")
        #expect(plan.status?[path: "pgbackrest", "repos"]?[1]?["stanzaCreated"] == false)
        #expect(plan.status?["conditions"]?.array?.first { $0["type"] == "PGBackRestReplicaRepoReady" }?["status"] == "False")
        // Nothing was missing: it is only made sure of.
        var present = cluster
        present.knowledge.noteStanzas(of: step, emptyBefore: [], at: present.now)
        #expect(present.knowledge.storedBackups["repo2"] == [] && stanzas(Planner().plan(present)).isEmpty)
        cluster.knowledge.noteStanzas(of: step, emptyBefore: ["repo2"], at: cluster.now)
        #expect(cluster.knowledge.storedBackups["repo2"] == nil)
        #expect(stanzas(Planner().plan(cluster)).isEmpty, "archiving still says what was true before")
        #expect(Planner().plan(cluster).status?[path: "pgbackrest", "repos"]?[1]?["stanzaCreated"] == true)
        #expect(cluster.hasFirstBackup, "the first backup is in another repository")
        cluster.now = cluster.now.adding(.seconds(180))
        #expect(stanzas(Planner().plan(cluster)).count == 1, "it is gone again")
        cluster.say("{}")
        #expect(stanzas(Planner().plan(cluster)).isEmpty)
    }

    @Test("without the first repository's backups replicas need a new one") func firstEmptied() throws {
        var cluster = losing("repo1")
        let before = Set(cluster.backups.keys)
        let step = try #require(stanzas(Planner().plan(cluster)).first)
        cluster.knowledge.noteStanzas(of: step, emptyBefore: ["repo1"], at: cluster.now)
        #expect(!cluster.hasFirstBackup)
        cluster.say("{}")
        cluster.settle()
        #expect(cluster.hasFirstBackup && Set(cluster.backups.keys).subtracting(before).count == 1)
    }

    @Test("a backup waits while the stanza of its repository is gone") func backupWaits() {
        var cluster = losing("repo2")
        cluster.backups["b"] = BackupExample.new("b", repo: "repo2")
        cluster.carryOut(Planner().plan(cluster))
        #expect(cluster.backups["b"]?.condition(.leaseAcquired)?["message"]?.string?.contains("does not find the stanza in repo2") == true)
    }

    @Test("the claim of one that is taken away is kept, and named once") func removed() throws {
        var cluster = PlanExample.running()
        cluster.definition.backups.repos.append(.init(name: "repo3", storage: .volume(Self.claim)))
        cluster.settle()
        cluster.definition.backups.repos.removeLast()
        let plan = Planner().plan(cluster)
        #expect(plan.deletions.isEmpty)
        #expect(plan.events.filter { $0.because.reason == .volumeKept }.map(\.because.message).first?.contains("c-repo3") == true)
        #expect(plan.status?[path: "pgbackrest", "unusedClaims"] == ["c-repo3"])
        cluster.settle()
        #expect(cluster.claims["c-repo3"] != nil)
        #expect(Planner().plan(cluster).events.isEmpty, "told already")
        cluster.definition.backups.repos.append(.init(name: "repo3", storage: .volume(Self.claim)))
        cluster.settle()
        #expect(cluster.resource.status[path: "pgbackrest", "unusedClaims"] == .null, "null takes it away")
    }

    @Test("a larger volume is asked for; a smaller one, or another class, never") func resized() throws {
        func repository(_ size: Quantity, storageClass: String? = nil) -> ClusterSnapshot {
            var cluster = PlanExample.running()
            var spec = Self.claim
            spec.resources?.requests = ["storage": size]
            spec.storageClassName = storageClass
            cluster.claims["c-repo1"]?.spec?.storageClassName = "standard"
            cluster.definition.backups.repos = [.init(name: "repo1", storage: .volume(spec))]
            return cluster
        }
        func claim(_ plan: Plan) -> JSONValue? {
            plan.objects.first { $0.key.name == "c-repo1" && $0.type.kind == "PersistentVolumeClaim" }?.rendering
        }
        func size(_ plan: Plan) -> JSONValue? { claim(plan)?[path: "spec", "resources", "requests", "storage"] }
        #expect(size(Planner().plan(repository("2Gi"))) == "2Gi")
        #expect(size(Planner().plan(repository("512Mi"))) == "1Gi")
        let other = Planner().plan(repository("1Gi", storageClass: "fast"))
        #expect(claim(other)?[path: "spec", "storageClassName"] == "standard")
        #expect(other.refusals.count == 1 && other.refusals[0].contains("storageClassName: cannot be changed from standard to fast"))
        #expect(Planner().plan(repository("1Gi", storageClass: "standard")).refusals.isEmpty)
    }

    @Test("a volume that grows is shown") func growing() {
        var cluster = PlanExample.running()
        cluster.claims["c-repo1"]?.status = PersistentVolumeClaimStatus(conditions: [
            PersistentVolumeClaimCondition(status: "True", type: "FileSystemResizePending")
        ])
        let shown = Planner().plan(cluster).status?["conditions"]?.array?.first { $0["type"] == "PersistentVolumeResizing" }
        #expect(shown?["status"] == "True" && shown?["message"] == "volume c-repo1 grows")
    }
}

extension ClusterSnapshot {
    /// Has the leader say how archiving goes.
    mutating func say(_ report: String) {
        for index in pods.indices where pods[index].metadata.name == leader?.name { pods[index].metadata.annotations?[Annotation.archiving] = report }
    }
}

@Suite("A backup that nobody asked for") struct NoticeBackupsTests {
    /// - Parameter age: seconds since the backup ended.
    private func cluster(age: Int64, known: [String] = ["000000010000000000000002"]) -> ClusterSnapshot {
        var cluster = PlanExample.running()
        let at = Timestamp(secondsSince1970: PlanExample.now.secondsSince1970 - age)
        cluster.knowledge.storedBackups["repo1"] = known.map {
            StoredBackup(
                label: $0, type: "full", deltaBytes: 1,
                annotations: ["percona.com/backup-name": "x"], startSegment: $0)
        }
        cluster.say(#"{"backup":"000000010000000000000007.00000028.backup","backupAt":"\#(at)"}"#)
        return cluster
    }

    private func looks(_ plan: Plan) -> [String] {
        plan.actions.compactMap { if case .readBackups(_, _, _, let subject) = $0.action { subject } else { nil } }
    }

    @Test(
        "is looked for soon after its end, a few times, and then given up",
        arguments: [(0, nil, 15), (20, 1, 40), (70, 2, 230), (2000, 4, nil)] as [(Int64, Int?, Int?)])
    func looks(age: Int64, number: Int?, next: Int?) {
        var cluster = cluster(age: age)
        let plan = Planner().plan(cluster)
        let subject = number.map { "look \($0) for 000000010000000000000007.00000028.backup in repo1" }
        #expect(looks(plan) == [subject].compactMap(\.self))
        // What is looked at again anyway is the certificate authority.
        #expect(plan.lookAgain?.after == .seconds(next ?? 1_000_000))
        if let subject { cluster.knowledge.settled.insert(subject) }
        #expect(looks(Planner().plan(cluster)) == [])
    }

    @Test("is not looked for when it is known, or one of ours is under way") func known() {
        #expect(looks(Planner().plan(cluster(age: 70, known: ["000000010000000000000007"]))) == [])
        var cluster = cluster(age: 70)
        cluster.backups["b"] = BackupExample.new("b")
        cluster.run("b")
        #expect(looks(Planner().plan(cluster)) == [])
    }

    @Test("where it began is read from pgbackrest info") func start() throws {
        let info = #"[{"name":"db","status":{"code":0},"backup":[{"label":"L","type":"full","archive":{"start":"000000010000000000000007"}}]}]"#
        #expect(StoredBackup.list(info: try JSONValue(parsing: info))?.first?.startSegment == "000000010000000000000007")
    }
}

@Suite("Changes that would end a backup") struct PostponedChangesTests {
    private static let accepted: JSONValue = [
        "instances": ["a"],
        "backups": [
            "pgbackrest": [
                "image": "i", "global": ["repo1-path": "/a"],
                "repos": [["name": "repo1", "volume": ["volumeClaimSpec": ["resources": ["requests": ["storage": "1Gi"]]]]]],
            ]
        ],
    ]

    private func change(_ edit: (inout JSONValue) -> Void) -> PostponedChanges {
        var wanted = Self.accepted
        edit(&wanted)
        return PostponedChanges(of: wanted, over: Self.accepted, until: "b")
    }

    @Test("wait: another repository, another place, a pause") func postponed() {
        let repo: JSONValue = ["name": "repo2", "s3": ["bucket": "b"]]
        let added = change {
            $0[path: ["backups", "pgbackrest", "repos"]] = .array(($0[path: "backups", "pgbackrest", "repos"]?.array ?? []) + [repo])
        }
        #expect(added.fields == ["spec.backups.pgbackrest"] && added.spec == Self.accepted)
        #expect(change { $0[path: ["backups", "pgbackrest", "global", "repo1-path"]] = "/b" }.spec == Self.accepted)
        #expect(change { $0[path: ["backups", "pgbackrest", "image"]] = "j" }.fields == ["spec.backups.pgbackrest"])
        let paused = change {
            $0["pause"] = true
            $0["instances"] = ["a", "b"]
        }
        #expect(paused.fields == ["spec.pause"] && paused.spec["pause"] == nil && paused.spec["instances"] == ["a", "b"])
        #expect(paused.inWords == "spec.pause waits until backup b has ended, which it would end; delete the PerconaPGBackup b to cancel it")
    }

    @Test("do not wait: what the backup does not notice") func immediate() {
        #expect(change { $0["instances"] = [] }.fields == [])
        #expect(change { $0[path: ["backups", "pgbackrest", "jobs"]] = ["backoffLimit": 1] }.fields == [])
        #expect(change { $0[path: ["backups", "pgbackrest", "manual"]] = ["repoName": "repo1"] }.fields == [])
        #expect(change { $0[path: ["backups", "enabled"]] = false }.fields == [], "which needs a person's authority")
        let edited = change { spec in
            var repo = spec[path: "backups", "pgbackrest", "repos"]?[0] ?? .null
            repo["schedules"] = ["full": "@daily"]
            repo[path: ["volume", "volumeClaimSpec", "resources", "requests", "storage"]] = "2Gi"
            spec[path: ["backups", "pgbackrest", "repos"]] = [repo]
        }
        #expect(edited.fields == [] && edited.spec[path: "backups", "pgbackrest", "repos"]?[0]?["schedules"] == ["full": "@daily"])
    }

    @Test("go before the next backup, and are told in the condition Accepted") func order() throws {
        var cluster = PlanExample.running()
        cluster.backups["b"] = BackupExample.new("b", age: 10)
        cluster.run("b")
        cluster.carryOut(Planner().plan(cluster))
        cluster.backups["c"] = BackupExample.new("c")
        cluster.resource.postponed = change { $0["pause"] = true }
        var plan = Planner().plan(cluster)
        let accepted = plan.status?["conditions"]?.array?.first { $0["type"] == "Accepted" }
        #expect(accepted?["status"] == "True" && accepted?["reason"] == "BackupRunning")
        #expect(plan.events.filter { $0.because.reason == .backupRunning }.count == 1)
        #expect(cluster.statuses(plan)["c"]?["conditions"]?[0]?["reason"] == "ChangePending")
        cluster.resource.status = plan.status ?? .null
        cluster.end("b", "Complete")
        cluster.carryOut(Planner().plan(cluster))
        cluster.resource.postponed = nil
        plan = Planner().plan(cluster)
        #expect(!plan.objects.contains { $0.type == Job.resourceType }, "the change first")
        #expect(plan.events.allSatisfy { $0.because.reason != .backupRunning } && plan.lookAgain != nil)
        cluster.resource.status = plan.status ?? .null
        #expect(cluster.settle() <= 20)
        #expect(cluster.backups["c"]?.state == .succeeded)
    }

    @Test("a Job counts as at work unless it waits for its next try")
    func atWork() {
        func job(_ status: JobStatus?, labels: [String: String] = [Label.pgBackRestBackup: "manual"]) -> Job {
            Job(metadata: ObjectMeta(labels: labels, name: "j", namespace: "ns"), status: status)
        }
        #expect(job(nil).isBackupAtWork && job(JobStatus(active: 1, startTime: PlanExample.now)).isBackupAtWork)
        #expect(!job(JobStatus(failed: 1, startTime: PlanExample.now)).isBackupAtWork)
        #expect(!job(JobStatus(conditions: [JobCondition(status: "True", type: "Complete")])).isBackupAtWork)
        #expect(!job(nil, labels: [:]).isBackupAtWork)
    }
}

@Suite("Backups that are switched off") struct BackupRemovalTests {
    private func switchedOff(authorized: Bool) -> ClusterSnapshot {
        var cluster = PlanExample.running()
        cluster.definition.backups.isEnabled = false
        cluster.resource.metadata.generation = 5
        if authorized { cluster.resource.metadata.annotations = ["pgv2.percona.com/authorizeBackupRemoval": "true"] }
        return cluster
    }

    @Test("with authority everything of pgBackRest goes, and only that, with what was seen as precondition") func removal() throws {
        var cluster = switchedOff(authorized: true)
        let plan = Planner().plan(cluster)
        let claim = try #require(plan.deletions.first { $0.type == PersistentVolumeClaim.resourceType })
        #expect(claim.key.name == "c-repo1" && claim.uid == "uid-c-repo1" && claim.resourceVersion == "1")
        #expect(Set(plan.deletions.map(\.key.name)).isSuperset(of: ["c-repo1", "c-repo-host", "c-pgbackrest", "c-pgbackrest-config"]))
        #expect(plan.deletions.contains { $0.type == Job.resourceType })
        cluster.settle()
        #expect(cluster.claims.keys.sorted().allSatisfy { $0.hasSuffix("-pgdata") } && cluster.claims.count == 3)
        #expect(cluster.statefulSets["c-repo-host"] == nil && cluster.secrets["c-pgbackrest"] == nil)
        #expect(cluster.pods.count == 3)
        #expect(cluster.resource.status["pgbackrest"] == .null, "null takes it away")
        #expect(cluster.resource.status[path: "revisions", "backupEpoch"] == "5")
        #expect(cluster.knowledge.revisions["stanza.repo1"] == nil)
    }

    @Test("without authority no volume, Job or Secret goes") func unauthorized() {
        let plan = Planner().plan(switchedOff(authorized: false))
        let types = Set(plan.deletions.map(\.type))
        #expect(types.isDisjoint(with: [PersistentVolumeClaim.resourceType, Job.resourceType, Secret.resourceType]))
    }

    @Test("a claim that another cluster left stays") func foreign() {
        var cluster = switchedOff(authorized: true)
        cluster.claims["c-repo1"]?.metadata.annotations?["egret.dev/used-by"] = "another"
        #expect(!Planner().plan(cluster).deletions.contains { $0.type == PersistentVolumeClaim.resourceType })
    }

    @Test("switched on again, stanza and first backup are made anew, though the bucket is the same") func again() {
        var cluster = PlanExample.running()
        cluster.definition.backups.repos = [.init(name: "repo1", storage: .s3(bucket: "b", endpoint: "e", region: "r"))]
        cluster.settle()
        let before = Set(cluster.backups.keys)
        cluster.resource.metadata.annotations = ["pgv2.percona.com/authorizeBackupRemoval": "true"]
        cluster.definition.backups.isEnabled = false
        cluster.settle()
        cluster.definition.backups.isEnabled = true
        cluster.settle()
        #expect(cluster.resource.status["state"] == "ready")
        #expect(cluster.resource.status[path: "pgbackrest", "repos"]?[0]?["stanzaCreated"] == true)
        #expect(Set(cluster.backups.keys).subtracting(before).count == 1, "WAL is missing in between: only a new backup is a start")
    }

    @Test("a cluster without a running instance keeps its backups and says how it may go") func stuck() {
        var cluster = PlanExample.running()
        cluster.resource.metadata.finalizers = ["percona.com/delete-backups"]
        cluster.resource.metadata.deletionTimestamp = PlanExample.now
        cluster.pods = []
        let plan = Planner().plan(cluster)
        #expect(plan.deletions.isEmpty && plan.actions.isEmpty)
        #expect(plan.events.first?.because.message.contains("no instance runs") == true)
    }
}

@Suite("What pgbackrest info says about stanzas") struct StanzaInfoTests {
    @Test(
        arguments: [
            ("[]", [:]), ("{}", [:]),
            (#"[{"name":"db","db":[],"repo":[{"key":1,"status":{"code":1,"message":"missing stanza path"}}]}]"#, [1: .missing]),
            (
                #"""
                [{"name":"db","db":[{"id":1,"repo-key":1,"system-id":7,"version":"16"},{"id":2,"repo-key":1,"system-id":8,"version":"17"},
                {"id":1,"repo-key":3,"system-id":7412345678901234567,"version":"17"}],"repo":[{"key":1,"status":{"code":0,"message":"ok"}},
                {"key":2,"status":{"code":99,"message":"[HostConnectError] unable"}},{"key":3,"status":{"code":2,"message":"no valid backups"}}]}]
                """#,
                [
                    1: .present(systemIdentifier: "8"), 2: .unreadable("[HostConnectError] unable"),
                    3: .present(systemIdentifier: "7412345678901234567"),
                ]
            ),
        ] as [(String, [Int: StanzaInfo])]) func isRead(text: String, states: [Int: StanzaInfo]) throws
    {
        #expect(StanzaInfo.states(info: try JSONValue(parsing: text)) == states)
    }
}
