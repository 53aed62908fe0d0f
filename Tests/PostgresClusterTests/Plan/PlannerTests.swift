import KubernetesModel
import PostgresCluster
import Testing

@Suite("The plan of a cluster") struct PlannerTests {
    @Test func tellsARefusalOnce() {
        var cluster = PlanExample.running()
        cluster.resource.refusals = ["spec.port: is wrong"]
        let plan = Planner().plan(cluster)
        #expect(plan.events.filter { $0.because.reason == .invalidSpec }.map(\.because.message) == ["spec.port: is wrong"])
        cluster.resource.status = plan.status ?? .null
        #expect(Planner().plan(cluster).events.filter { $0.because.reason == .invalidSpec }.isEmpty)
    }

    @Test func aNewClusterIsMadeAtOnceAndBecomesReady() {
        var cluster = PlanExample.new()
        let plan = Planner().plan(cluster)
        #expect(plan.objects.filter { $0.type == StatefulSet.resourceType }.count == 4)
        #expect(plan.objects.contains { $0.key.name == "c-pgbouncer" && $0.type == Deployment.resourceType })
        #expect(plan.secrets.first?.subject == .certificateAuthority)
        #expect(plan.status?["state"] == "initializing")
        #expect(cluster.settle() <= 20)
        #expect(cluster.resource.status["state"] == "ready", "\(cluster.resource.status["conditions"] ?? .null)")
        #expect(cluster.resource.status["host"] == "c-pgbouncer.ns.svc")
        #expect(cluster.resource.status[path: "postgres", "ready"] == 3)
        #expect(cluster.backups.values.map(\.state) == [.succeeded])
        #expect(cluster.resource.metadata.finalizers == ["internal.percona.com/stop-watchers"])
    }

    @Test func aClusterThatIsDoneIsLeftAlone() {
        let cluster = PlanExample.running()
        let plan = Planner().plan(cluster)
        #expect(plan.changesNothing, "\(plan.actions) \(plan.deletions) \(plan.secrets)")
        #expect(plan.status == cluster.resource.status)
        #expect(plan.lookAgain?.after == .seconds(1_000_000))
        #expect(plan.lookAgain?.because == "Secret c-cluster-ca-cert is due for renewal")
        #expect(Planner().plan(cluster) == plan)
    }

    @Test func theSameSnapshotGivesTheSamePlan() {
        #expect(Planner().plan(PlanExample.new()) == Planner().plan(PlanExample.new()))
    }

    @Test func surplusInstancesGoButNeverTheLeader() throws {
        var cluster = PlanExample.running()
        let leader = try #require(cluster.leader)
        cluster.definition.instanceSets[0].replicas = 1
        cluster.settle()
        #expect(cluster.members.map(\.name) == [leader.name])
        #expect(cluster.claims.keys.filter { $0.hasSuffix("-pgdata") }.count == 3, "volumes stay")
        #expect(cluster.services["c-replicas"] == nil)
        cluster.definition.instanceSets[0].replicas = 3
        cluster.settle()
        #expect(cluster.claims.keys.filter { $0.hasSuffix("-pgdata") }.count == 3, "volumes are used again")
        #expect(cluster.resource.status["state"] == "ready")
    }

    @Test func nothingIsRemovedWhileNobodyLeads() {
        var cluster = PlanExample.running()
        cluster.endpoints["c-ha"]?.metadata.annotations?["leader"] = nil
        cluster.definition.instanceSets[0].replicas = 1
        let plan = Planner().plan(cluster)
        #expect(!plan.deletions.contains { $0.type == StatefulSet.resourceType })
        #expect(plan.waits.contains { $0.reason == .scaling })
    }

    @Test func theLastVolumeStaysWithoutTheFinalizer() {
        var cluster = PlanExample.running()
        cluster.resource.metadata.deletionTimestamp = PlanExample.now
        cluster.settle()
        #expect(cluster.pods.isEmpty)
        #expect(cluster.resource.metadata.finalizers == [])
        #expect(cluster.claims.count == 4)
        #expect(cluster.secrets["c-pguser-c"] != nil)
    }

    @Test func replicasStopBeforeTheLeader() throws {
        var cluster = PlanExample.running()
        let leader = try #require(cluster.leader).instance
        cluster.resource.metadata.deletionTimestamp = PlanExample.now
        let plan = Planner().plan(cluster)
        let scaled = plan.actions.compactMap { if case .scale(_, let key, 0) = $0.action { key.name } else { nil } }
        #expect(scaled.count == 2 && !scaled.contains(leader))
        #expect(plan.deletions.isEmpty)
    }

    @Test func theFinalizersDeleteVolumesAndCertificates() {
        var cluster = PlanExample.running()
        cluster.resource.metadata.finalizers = ["percona.com/delete-pvc", "percona.com/delete-ssl", "internal.percona.com/stop-watchers"]
        cluster.resource.metadata.deletionTimestamp = PlanExample.now
        cluster.settle()
        #expect(cluster.claims.isEmpty)
        #expect(cluster.secrets.isEmpty, "\(cluster.secrets.keys)")
        #expect(cluster.resource.metadata.finalizers == [])
    }

    @Test func claimsOfTheUsersContainersAreMadeAndNotTakenOver() {
        var cluster = PlanExample.running()
        var claim = PersistentVolumeClaimSpec(accessModes: ["ReadWriteOnce"])
        claim.resources = VolumeResourceRequirements(requests: ["storage": "1Gi"])
        cluster.definition.instanceSets[0].sidecars.claims = [.init(name: "cache", spec: claim), .init(name: "cache", spec: claim)]
        cluster.definition.pgBouncer?.sidecars.claims = [.init(name: "pooler-cache", spec: claim)]
        func planned() -> [DesiredObject] {
            Planner().plan(cluster).objects.filter { $0.type == PersistentVolumeClaim.resourceType && $0.key.name.hasSuffix("cache") }
        }
        #expect(planned().map(\.key.name) == ["cache", "pooler-cache"])
        #expect(planned().allSatisfy { !$0.updates && $0.rendering[path: "metadata", "annotations", "egret.dev/used-by"] == "u1" })
        let first = Planner().plan(cluster).objects.map(\.key.name)
        #expect(first.firstIndex(of: "cache") ?? 99 < first.firstIndex { $0.hasPrefix("c-i-") } ?? 0, "before the Pods that need them")
        cluster.settle()
        #expect(planned().map(\.updates) == [true, true], "the cluster's own may grow")
        cluster.definition.instanceSets[0].sidecars.claims = []
        #expect(!Planner().plan(cluster).deletions.contains { $0.key.name == "cache" })
    }

    @Test func nobodyWritesTheStatusOfAClusterThatIsGone() {
        var cluster = PlanExample.running()
        cluster.resource.metadata.deletionTimestamp = PlanExample.now
        #expect(Planner().plan(cluster).status?["state"] == "stopping")
        cluster.pods = []
        for name in cluster.statefulSets.keys { cluster.statefulSets[name]?.spec?.replicas = 0 }
        cluster.endpoints = [:]
        let last = Planner().plan(cluster)
        #expect(last.actions.map(\.action) == [.setFinalizers([], resourceVersion: "1")])
        #expect(last.status == nil)
        // The watch tells later that it is gone.
        cluster.resource.metadata.finalizers = []
        #expect(Planner().plan(cluster).status == nil)
        cluster.resource.metadata.finalizers = ["example.com/theirs"]
        #expect(Planner().plan(cluster).status != nil)
    }

    @Test func volumesThatStayAreNamed() {
        var cluster = PlanExample.running()
        cluster.resource.metadata.deletionTimestamp = PlanExample.now
        cluster.carryOut(Planner().plan(cluster))
        cluster.pretendToRun()
        cluster.carryOut(Planner().plan(cluster))
        cluster.pretendToRun()
        cluster.endpoints = [:]
        let kept = Planner().plan(cluster).events.filter { $0.because.reason == .volumeKept }
        #expect(kept.count == 1 && kept[0].because.message.contains("c-repo1"))
        cluster.resource.metadata.finalizers?.append("percona.com/delete-pvc")
        #expect(!Planner().plan(cluster).events.contains { $0.because.reason == .volumeKept })
    }

    /// Everything in it goes anyway, and so may the operator.
    @Test func aClusterIsLetGoAtOnceWhenItsNamespaceGoes() {
        var cluster = PlanExample.running()
        cluster.resource.metadata.finalizers = [
            "percona.com/delete-pvc", "percona.com/delete-ssl", "percona.com/delete-backups", "example.com/theirs",
            "internal.percona.com/stop-watchers",
        ]
        cluster.resource.metadata.deletionTimestamp = PlanExample.now
        cluster.isNamespaceEnding = true
        let plan = Planner().plan(cluster)
        #expect(plan.actions.map(\.action) == [.setFinalizers(["example.com/theirs"], resourceVersion: "1")])
        #expect(plan.objects.isEmpty && plan.deletions.isEmpty && plan.secrets.isEmpty)
    }

    @Test func backupsOutsideOfANamespaceThatGoesAreNamed() {
        var cluster = PlanExample.running()
        cluster.definition.backups.repos.append(.init(name: "repo2", storage: .gcs(bucket: "b")))
        cluster.settle()
        cluster.resource.metadata.finalizers = ["percona.com/delete-backups"]
        cluster.resource.metadata.deletionTimestamp = PlanExample.now
        cluster.isNamespaceEnding = true
        let because = Planner().plan(cluster).actions.first?.because.message
        #expect(because == "the whole namespace is being deleted; the backups in repo2 are outside of it and stay")
    }

    @Test func backupsGoWithTheClusterWhileAnInstanceStillRuns() throws {
        var cluster = PlanExample.running()
        cluster.resource.metadata.finalizers = ["percona.com/delete-backups", "internal.percona.com/stop-watchers"]
        cluster.resource.metadata.deletionTimestamp = PlanExample.now
        let plan = Planner().plan(cluster)
        let stanzas = plan.actions.compactMap { if case .deleteStanza(let deletion) = $0.action { deletion } else { nil } }
        #expect(stanzas.map(\.pod) == [try #require(cluster.leader).pod.key] && stanzas.map(\.repos) == [["repo1"]])
        #expect(stanzas.map(\.systemIdentifier) == ["7"])
        #expect(!plan.actions.contains { if case .scale = $0.action { true } else { false } }, "no instance stops before")
        cluster.settle()
        #expect(cluster.backups.isEmpty && cluster.pods.isEmpty)
        #expect(cluster.resource.metadata.finalizers == [])
        #expect(cluster.claims.count == 4, "volumes stay without their finalizer")
    }

    @Test func aClusterWithoutAStanzaIsNotKeptByItsBackups() {
        var cluster = PlanExample.new()
        cluster.resource.metadata.finalizers = ["percona.com/delete-backups"]
        cluster.resource.metadata.deletionTimestamp = PlanExample.now
        cluster.settle()
        #expect(cluster.resource.metadata.finalizers == [])
    }

    @Test func newInstancesAndThoseOverAKeptVolumeAreAnnounced() {
        func reasons(_ plan: Plan) -> [Reason] { plan.events.map(\.because.reason).filter { $0 == .instanceAdded || $0 == .instanceReplaced } }
        var cluster = PlanExample.new()
        #expect(reasons(Planner().plan(cluster)) == [.instanceAdded], "one event for all")
        cluster.settle()
        #expect(reasons(Planner().plan(cluster)).isEmpty)
        cluster.definition.instanceSets[0].replicas = 2
        cluster.settle()
        cluster.definition.instanceSets[0].replicas = 4
        #expect(reasons(Planner().plan(cluster)) == [.instanceReplaced, .instanceAdded])
    }

    @Test func whatFailedIsTriedAgainAfterAPauseAndTheConditionSaysWhy() {
        var cluster = PlanExample.running()
        cluster.knowledge.revisions["users"] = nil
        cluster.knowledge.failures["users"] = .init(message: "psql ended with status 3: role is reserved", at: PlanExample.now.adding(.seconds(-2)))
        let early = Planner().plan(cluster)
        #expect(!early.actions.contains { if case .sql = $0.action { true } else { false } })
        #expect(early.lookAgain?.after == .seconds(3))
        let ready = early.status?["conditions"]?.array?.first { $0["type"] == "Ready" }
        #expect(ready?["message"]?.string?.hasPrefix("psql ended with status 3: role is reserved") == true)
        cluster.now = PlanExample.now.adding(.seconds(3))
        #expect(Planner().plan(cluster).actions.contains { if case .sql = $0.action { true } else { false } })
    }

    @Test func membersAndInstancesFollowWhatIsObserved() {
        var cluster = PlanExample.running()
        #expect(cluster.members.map(\.instance) == cluster.instances.map(\.name) && cluster.members.count == 3)
        cluster.pods[0].metadata.annotations?["status"] = #"{"state":"stopped"}"#
        #expect(cluster.members.filter { $0.patroni?.state == "stopped" }.count == 1)
        cluster.pods = []
        #expect(cluster.members.isEmpty && cluster.instances.count == 3)
        cluster.statefulSets = [:]
        #expect(cluster.instances.allSatisfy { $0.statefulSet == nil && $0.dataClaim != nil } && cluster.instances.count == 3)
        cluster.claims = [:]
        #expect(cluster.instances.isEmpty)
    }

    @Test func anUnmanagedClusterIsOnlyWatched() {
        var cluster = PlanExample.new()
        cluster.resource.isUnmanaged = true
        let plan = Planner().plan(cluster)
        #expect(plan.objects.isEmpty && plan.changesNothing)
    }

    @Test func deletionOfDataCannotBeMadeWithoutAVersion() {
        let claim = PersistentVolumeClaim(metadata: ObjectMeta(name: "x", uid: "u"))
        #expect(Deletion(claim, holdsData: true, because: Because(.volumeDeleted, "")) == nil)
    }
}

@Suite("A cluster over kept volumes") struct KeptClusterTests {
    /// A cluster of another uid, of which the volumes are left.
    private func recreated() -> ClusterSnapshot {
        let old = PlanExample.running()
        var cluster = PlanExample.new()
        cluster.definition.uid = "u2"
        cluster.resource.metadata.uid = "u2"
        cluster.claims = old.claims
        return cluster
    }

    @Test func readsEveryVolumeBeforeAnyMemberStarts() {
        let plan = Planner().plan(recreated())
        #expect(!plan.objects.contains { $0.type == StatefulSet.resourceType && $0.key.name != "c-repo-host" })
        #expect(plan.objects.filter { $0.type == Job.resourceType }.count == 3)
        #expect(plan.waits.contains { $0.reason == .volumesBeingRead })
    }

    @Test func startsTheMostAdvancedAloneAndThenTheOthers() throws {
        var cluster = recreated()
        let names = cluster.claims.values.filter { $0.metadata.labels?[Label.role] == "pgdata" }.compactMap { $0.metadata.labels?[Label.instance] }
            .sorted()
        report(names, in: &cluster) { $0 == names[1] ? 2 : 1 }
        let plan = Planner().plan(cluster)
        let started = plan.objects.filter { $0.type == StatefulSet.resourceType && $0.key.name != "c-repo-host" }.map(\.key.name)
        #expect(started == [names[1]])
        cluster.carryOut(plan)
        #expect(!Planner().plan(cluster).objects.contains { $0.type == StatefulSet.resourceType && $0.key.name == names[0] }, "not before it leads")
        cluster.pretendToRun()
        cluster.settle()
        #expect(cluster.members.map(\.instance) == names)
        #expect(cluster.leader?.instance == names[1])
        #expect(cluster.resource.status["state"] == "ready")
    }

    @Test func asksWhenVolumesHoldDifferentDatabases() {
        var cluster = recreated()
        let names = cluster.claims.values.compactMap { $0.metadata.labels?[Label.instance] }.sorted()
        report(names, in: &cluster, identifier: { $0 }) { _ in 1 }
        let plan = Planner().plan(cluster)
        #expect(plan.waits.contains { $0.reason == .volumesConflict })
        #expect(!plan.objects.contains { $0.type == StatefulSet.resourceType && $0.key.name != "c-repo-host" })
    }

    private func report(
        _ instances: [String], in cluster: inout ClusterSnapshot, identifier: (String) -> String = { _ in "7" }, timeline: (String) -> Int
    ) {
        for name in instances {
            let message: JSONValue = [
                "volume": "cluster", "systemIdentifier": .string(identifier(name)), "timeline": .integer(Int64(timeline(name))),
                "clusterState": "in archive recovery", "checkpoint": "0/1",
            ]
            cluster.pods.append(
                Pod(
                    metadata: ObjectMeta(labels: [Label.cluster: "c", "egret.dev/volume-report": name], name: "\(name)-report", namespace: "ns"),
                    status: PodStatus(containerStatuses: [
                        ContainerStatus(
                            name: "volume-report", state: ContainerState(terminated: ContainerStateTerminated(exitCode: 0, message: message.text)))
                    ])))
        }
    }
}

@Suite("SQL of the user for a new cluster") struct InitialSQLTests {
    private func steps(_ plan: Plan) -> [SQLStep] {
        plan.actions.compactMap { if case .sql(let step) = $0.action, step.subject == .initial { step } else { nil } }
    }

    @Test func runsOnceOnTheLeaderAndAgainOnlyAfterTheFieldWasTakenAway() throws {
        var cluster = PlanExample.running()
        #expect(steps(Planner().plan(cluster)).isEmpty)

        cluster.definition.initialSQL = InitialSQLDefinition(configMap: "init", key: "a.sql")
        let plan = Planner().plan(cluster)
        #expect(steps(plan).map(\.pod) == [try #require(cluster.leader).pod.key])
        #expect(plan.status?["state"] == "initializing", "nobody is told `ready` before the SQL has run")

        cluster.settle()
        #expect(cluster.resource.status["state"] == "ready")
        cluster.definition.initialSQL = InitialSQLDefinition(configMap: "another", key: "b.sql")
        #expect(steps(Planner().plan(cluster)).isEmpty)

        cluster.definition.initialSQL = nil
        cluster.settle()
        cluster.definition.initialSQL = InitialSQLDefinition(configMap: "init", key: "a.sql")
        #expect(steps(Planner().plan(cluster)).count == 1)
    }

    @Test func aStatementThatFailsDoesNotEndTheScript() {
        let strict = SQLScript("SELECT 1", in: .database("postgres"))
        let lenient = SQLScript("SELECT 1", in: .database("postgres"), stopsAtErrors: false)
        #expect(strict.command.contains("--set=ON_ERROR_STOP=1"))
        #expect(lenient.command == strict.command.filter { $0 != "--set=ON_ERROR_STOP=1" })
    }
}
