import KubernetesModel
import Testing

@testable import PostgresCluster

@Suite("A standby cluster") struct StandbyTests {
    /// The repository that the source archives into.
    private static let bucket = BackupsDefinition.Storage.s3(bucket: "b", endpoint: "e", region: "r")

    private func standby(_ definition: StandbyDefinition = StandbyDefinition(host: "source-ha.ns.svc", repoName: "repo1")) -> ClusterSnapshot {
        var cluster = PlanExample.new()
        cluster.definition.standby = definition
        cluster.definition.backups.repos = [.init(name: "repo1", storage: Self.bucket)]
        cluster.settle()
        return cluster
    }

    /// The spec says that it is to follow no more.
    private func promoted(_ cluster: ClusterSnapshot, facts: StandbyFacts?) -> ClusterSnapshot {
        var cluster = cluster
        cluster.definition.standby = nil
        cluster.knowledge.standby = facts
        // What is changed is compared with what PostgreSQL knows.
        cluster.knowledge.settings["sha256:1"] = PostgresSettings([:])
        return cluster
    }

    private func facts(_ position: UInt64?, writes: Bool = true, age: Duration = .zero) -> StandbyFacts {
        let answer = position.map { StandbyFacts.Answer(position: $0, acceptsWrites: writes, system: "7") }
        return StandbyFacts(at: PlanExample.now.adding(.zero - age), received: 1000, replayed: 900, answer: answer)
    }

    private func condition(_ type: String, _ status: JSONValue?) -> JSONValue? { status?["conditions"]?.array?.first { $0["type"]?.string == type } }

    private func sql(_ plan: Plan) -> [PlannedAction] { plan.actions.filter { if case .sql = $0.action { true } else { false } } }

    @Test func becomesReadyWithoutWritingAnything() {
        let cluster = standby()
        let status = cluster.resource.status
        #expect(status["state"] == "ready", "\(status["conditions"] ?? .null)")
        #expect(status[path: "standby", "follows"] == "source-ha.ns.svc and repo1")
        #expect(
            condition("Ready", status)?["message"]
                == "every instance and pooler is ready, and the cluster follows source-ha.ns.svc and repo1 and accepts no writes")
        #expect(cluster.leader?.role == .standbyLeader)
        #expect(cluster.backups.isEmpty, "no backup of a standby")
        #expect(
            cluster.knowledge.revisions.keys.filter { SQLStep.Subject(rawValue: $0) != nil || $0.hasPrefix("stanza") || $0 == "writeProbe" } == [])
        let plan = Planner().plan(cluster)
        #expect(plan.changesNothing, "\(plan.actions)")
        #expect(plan.lookAgain?.after == .seconds(300))
        #expect(plan.schedules == [])
    }

    @Test func asksHowFarItIsEveryFiveMinutesAndEveryMinuteWhileItLags() {
        var cluster = standby(StandbyDefinition(host: "elsewhere", maximumLag: 10))
        func asks() -> Bool { Planner().plan(cluster).actions.contains { if case .askStandby = $0.action { true } else { false } } }
        cluster.knowledge.standby = facts(905, age: .seconds(299))
        #expect(!asks())
        cluster.knowledge.standby = facts(905, age: .seconds(300))
        #expect(asks())
        cluster.knowledge.standby = facts(950, age: .seconds(59))
        #expect(!asks())
        cluster.knowledge.standby = facts(950, age: .seconds(60))
        #expect(asks())
    }

    @Test func isNotReadyWhileItLagsMoreThanItMay() {
        var cluster = standby(StandbyDefinition(host: "elsewhere", maximumLag: 1024))
        cluster.knowledge.standby = facts(900 + 1025)
        var status = Planner().plan(cluster).status
        #expect(status?["state"] == "initializing")
        #expect(status?[path: "standby", "lagBytes"] == 1025)
        #expect(condition("StandbyLagging", status)?["reason"] == "LagDetected")
        #expect(condition("StandbyLagging", status)?["message"] == "WAL is lagging by 1025 bytes (threshold: 1024 bytes)")
        #expect(condition("Ready", status)?["reason"] == "StandbyLags")
        // An operator that has just started knows what the status says.
        cluster.resource.status = status ?? .null
        cluster.knowledge.standby = nil
        #expect(Planner().plan(cluster).status?["state"] == "initializing")
        cluster.knowledge.standby = facts(900 + 1024)
        status = Planner().plan(cluster).status
        #expect(status?["state"] == "ready")
        #expect(condition("StandbyLagging", status)?["status"] == "False")
        cluster.knowledge.standby = StandbyFacts(at: PlanExample.now, received: 1000, replayed: 900, problem: "no route")
        status = Planner().plan(cluster).status
        #expect(condition("StandbyLagging", status)?["reason"] == "ErrorGettingLag" && condition("StandbyLagging", status)?["message"] == "no route")
        #expect(status?[path: "standby", "lagBytes"]?.isNull == true)
    }

    @Test func refusesBackups() {
        var cluster = standby()
        cluster.backups["b"] = BackupResource(
            metadata: ObjectMeta(finalizers: [Finalizer.deleteBackup], name: "b", namespace: "ns", resourceVersion: "1", uid: "b"),
            spec: ["pgCluster": "c", "repoName": "repo1"])
        cluster.carryOut(Planner().plan(cluster))
        #expect(cluster.backups["b"]?.state == .failed)
        #expect(cluster.backups["b"]?.status["error"]?.string?.contains("follows source-ha.ns.svc and repo1") == true)
    }

    @Test func leavesTheArchiveOfItsSourceWhenItIsDeleted() {
        var cluster = standby()
        cluster.knowledge.revisions["stanza.repo1"] = "x"
        cluster.resource.metadata.finalizers = ["percona.com/delete-backups", "internal.percona.com/stop-watchers"]
        cluster.resource.metadata.deletionTimestamp = PlanExample.now
        cluster.settle()
        #expect(cluster.knowledge.revisions["deletedStanza"] == nil)
        #expect(cluster.resource.metadata.finalizers == [])
    }

    struct Promotion: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var position: UInt64?
        var writes = true
        var shares = true
        var annotation: [String: String]?
        var refusal: String?
    }

    @Test(arguments: [
        Promotion(testDescription: "at once when the source is gone", position: nil),
        Promotion(testDescription: "not while the source is ahead", position: 1001, refusal: "still answers, and has WAL that has not arrived here"),
        Promotion(testDescription: "not while a paused writer is ahead", position: 1001, writes: false, refusal: "has WAL that has not arrived"),
        Promotion(testDescription: "not while both would archive into one place", position: 1000, refusal: "archives into repo1"),
        Promotion(
            testDescription: "not while the source accepts writes, though none is missing now", position: 1000, shares: false,
            refusal: "still accepts writes, which would not arrive here any more"),
        Promotion(testDescription: "when the source accepts no writes any more", position: 1000, writes: false),
        Promotion(testDescription: "whatever the source says, by annotation", position: 5000, annotation: ["egret.dev/promote-anyway": "true"]),
    ])
    func isPromoted(_ row: Promotion) {
        let definition = StandbyDefinition(host: "source-ha.ns.svc", repoName: row.shares ? "repo1" : nil)
        var cluster = promoted(standby(definition), facts: facts(row.position, writes: row.writes))
        cluster.resource.metadata.annotations = row.annotation
        let plan = Planner().plan(cluster)
        let configured = plan.actions.compactMap { if case .configurePatroni(let configuration, _, _) = $0.action { configuration } else { nil } }
        if let refusal = row.refusal {
            #expect(configured.isEmpty)
            #expect(plan.refusals.count == 1 && plan.refusals[0].contains(refusal), "\(plan.refusals)")
            #expect(plan.status?["state"] == "ready", "it goes on following")
            #expect(condition("Accepted", plan.status)?["status"] == "False")
            #expect(plan.lookAgain?.after == .seconds(10))
            #expect(sql(plan).isEmpty)
        } else {
            #expect(plan.refusals == [])
            #expect(configured.count == 1 && configured[0]["standby_cluster"] == nil)
            #expect(plan.events.contains { $0.because.reason == .promoted })
        }
    }

    @Test func isPromotedOnlyByAFreshAnswer() {
        let cluster = promoted(standby(), facts: facts(nil, age: .seconds(6)))
        let plan = Planner().plan(cluster)
        #expect(
            plan.actions.map(\.action) == [
                .askStandby(StandbyInquiry(pod: cluster.leader!.pod.key, host: "source-ha.ns.svc", port: 5432, mainSite: nil))
            ])
        #expect(condition("Ready", plan.status)?["reason"] == "PromotionPending")
    }

    @Test func getsUsersStanzaAndBackupWhenItIsPromoted() {
        var cluster = promoted(standby(), facts: facts(nil))
        #expect(cluster.settle() <= 20)
        #expect(cluster.leader?.role == .primary)
        #expect(cluster.resource.status["state"] == "ready", "\(cluster.resource.status["conditions"] ?? .null)")
        #expect(cluster.resource.status["standby"]?.isNull ?? true)
        for subject in [SQLStep.Subject.extensions, .databases, .users, .pgBouncer] { #expect(cluster.knowledge.revisions[subject.rawValue] != nil) }
        #expect(cluster.hasStanza)
        #expect(cluster.backups.values.map(\.state) == [.succeeded])
    }

    @Test func aClusterThatAcceptsWritesFollowsNobodyWithoutBeingTold() {
        var cluster = PlanExample.running()
        cluster.definition.standby = StandbyDefinition(host: "elsewhere")
        let plan = Planner().plan(cluster)
        #expect(plan.refusals.count == 1 && plan.refusals[0].contains("annotate this one with egret.dev/give-up-writes=true"))
        #expect(plan.changesNothing && plan.status?["state"] == "ready" && plan.status?["standby"]?.isNull ?? true)
        let sqlBefore = cluster.knowledge.revisions["users"]
        cluster.resource.metadata.annotations = ["egret.dev/give-up-writes": "true"]
        cluster.resource.metadata.generation = 2
        cluster.settle()
        #expect(cluster.leader?.role == .standbyLeader)
        #expect(cluster.resource.status["state"] == "ready")
        // What came from the other cluster has its passwords.
        cluster = promoted(cluster, facts: facts(nil))
        cluster.resource.metadata.generation = 3
        cluster.settle()
        #expect(cluster.knowledge.revisions["users"] != sqlBefore)
        #expect(cluster.backups.count == 2, "a backup of the new timeline")
    }

    @Test func keptVolumesOfAPrimaryAreNotGivenUp() {
        let old = PlanExample.running(replicas: 1)
        var cluster = PlanExample.new(replicas: 1)
        cluster.definition.uid = "u2"
        cluster.definition.standby = StandbyDefinition(host: "elsewhere")
        cluster.claims = old.claims
        let name = old.instances[0].name
        cluster.pods = [
            Pod(
                metadata: ObjectMeta(labels: [Label.cluster: "c", Label.volumeReport: name], name: "report", namespace: "ns"),
                status: PodStatus(containerStatuses: [
                    ContainerStatus(
                        imageID: "", name: "volume-report", ready: false, restartCount: 0,
                        state: ContainerState(
                            terminated: ContainerStateTerminated(
                                exitCode: 0, message: #"{"volume":"cluster","systemIdentifier":"7","timeline":1,"clusterState":"shut down"}"#)))
                ]))
        ]
        let plan = Planner().plan(cluster)
        #expect(plan.waits.contains { $0.reason == .volumesConflict && $0.message.contains("is that of a primary") })
        #expect(!plan.objects.contains { $0.type == StatefulSet.resourceType && $0.key.name == name })
        cluster.resource.metadata.annotations = ["egret.dev/give-up-writes": "true"]
        #expect(Planner().plan(cluster).objects.contains { $0.type == StatefulSet.resourceType && $0.key.name == name })
    }

    @Test(
        arguments: [
            ("source-ha.other.svc.cluster.local", nil, "other/source"), ("source-primary", nil, "ns/source"), ("source-ha", "repo1", "ns/source"),
            ("db.example.com", nil, nil), ("db.example.com", "repo1", "ns/writer"), (nil, "repo1", "ns/writer"), (nil, "repo2", nil),
        ] as [(String?, String?, String?)])
    func findsItsSource(_ host: String?, _ repo: String?, _ expected: String?) {
        var cluster = PlanExample.new()
        cluster.definition.backups.repos = [.init(name: "repo1", storage: Self.bucket), .init(name: "repo2", storage: .gcs(bucket: "g"))]
        let place = cluster.definition.backups.places.filter { $0.storage == Self.bucket }
        cluster.neighbours = [
            NeighbourCluster(ObjectKey(namespace: "ns", name: "another"), places: place, isStandby: true),
            NeighbourCluster(ObjectKey(namespace: "ns", name: "source"), places: []),
            NeighbourCluster(ObjectKey(namespace: "ns", name: "writer"), places: place),
            NeighbourCluster(ObjectKey(namespace: "other", name: "source"), places: []),
        ]
        let found = cluster.mainSite(of: StandbyDefinition(host: host, repoName: repo))
        #expect(found.map { "\($0.key.namespace ?? "")/\($0.key.name)" } == expected)
    }

    @Test func anAnnotationNamesItsSource() {
        var cluster = PlanExample.new()
        cluster.neighbours = [NeighbourCluster(ObjectKey(namespace: "far", name: "away"), places: [])]
        cluster.resource.metadata.annotations = ["pgv2.percona.com/replication-main-site": "far/away"]
        #expect(cluster.mainSite(of: StandbyDefinition(repoName: "repo1"))?.key.name == "away")
        cluster.resource.metadata.annotations = ["pgv2.percona.com/replication-main-site": "no/one"]
        #expect(cluster.mainSite(of: StandbyDefinition(repoName: "repo1")) == nil)
    }

    @Test func anArchiveThatAnotherClusterGoesOnWithStays() {
        var cluster = PlanExample.new()
        cluster.definition.backups.repos = [.init(name: "repo1", storage: Self.bucket)]
        cluster.settle()
        cluster.neighbours = [NeighbourCluster(ObjectKey(namespace: "ns", name: "next"), places: cluster.definition.backups.places)]
        cluster.resource.metadata.finalizers = ["percona.com/delete-backups", "internal.percona.com/stop-watchers"]
        cluster.resource.metadata.deletionTimestamp = PlanExample.now
        let plan = Planner().plan(cluster)
        #expect(plan.events.contains { $0.because.reason == .backupKept && $0.because.message.contains("ns/next archives there, too") })
        cluster.settle()
        #expect(cluster.knowledge.revisions["deletedStanza"] == nil && cluster.resource.metadata.finalizers == [])
    }

    @Test func readsWhatPostgreSQLAnswers() {
        let answer = StandbyFacts.Answer(#"{"position" : "0/5000060", "writes" : true, "system" : "7"}"#)
        #expect(answer == StandbyFacts.Answer(position: 0x500_0060, acceptsWrites: true, system: "7"))
        #expect(StandbyFacts.Answer("") == nil)
        let own = #"{"received" : "0/5000000", "replayed" : "0/4000000", "announced" : "0/5000050", "system" : "7"}"#
        let facts = StandbyFacts(at: PlanExample.now, own: own, answer: answer, problem: nil)
        #expect(facts?.lag == 0x100_0060 && facts?.isSourceAhead == true)
        let foreign = StandbyFacts(at: PlanExample.now, own: own, answer: .init(position: 1, acceptsWrites: true, system: "8"), problem: nil)
        #expect(foreign?.answer == nil && foreign?.problem?.contains("another database (system identifier 8") == true)
        #expect(foreign?.lag == 0x100_0050, "by what the stream said last")
        // From a repository alone nothing is received but what is replayed.
        let replayed = StandbyFacts(
            at: PlanExample.now, own: #"{"received":null,"replayed":"0/4000000","announced":null,"system":"7"}"#, answer: nil, problem: nil)
        #expect(replayed?.received == 0x400_0000 && replayed?.lag == nil)
        #expect(StandbyFacts(at: PlanExample.now, own: #"{"received":null,"replayed":null}"#, answer: nil, problem: nil) == nil)
    }

    @Test(arguments: [
        StandbyDefinition(host: "h", port: 5433), StandbyDefinition(repoName: "repo3"), StandbyDefinition(host: "h", port: 5432, repoName: "repo2"),
    ])
    func whatPatroniFollowsIsReadBack(_ standby: StandbyDefinition) {
        var definition = PlanExample.definition()
        definition.standby = standby
        #expect(StandbyDefinition(recorded: DynamicConfiguration.content(of: definition)) == standby)
        definition.standby = nil
        #expect(StandbyDefinition(recorded: DynamicConfiguration.content(of: definition)) == nil)
    }
}
