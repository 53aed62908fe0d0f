import KubernetesModel
import Testing

@testable import PostgresCluster

@Suite("A cluster from volumes of another one") struct TakeOverVolumesTests {
    private static func claim(_ name: String, of cluster: String? = "old", phase: String = "Bound") -> PersistentVolumeClaim {
        PersistentVolumeClaim(
            metadata: ObjectMeta(
                annotations: ["egret.dev/used-by": "gone"], labels: cluster.map { [Label.cluster: $0, Label.instance: "old-i-aaaa"] }, name: name,
                namespace: "ns", resourceVersion: "9", uid: "uid-\(name)"),
            spec: PersistentVolumeClaimSpec(
                accessModes: ["ReadWriteMany"], resources: VolumeResourceRequirements(requests: ["storage": "5Gi"]), volumeName: "pv-\(name)"),
            status: PersistentVolumeClaimStatus(phase: phase))
    }

    private func cluster(_ change: (inout VolumeSourcesDefinition) -> Void = { _ in }) -> ClusterSnapshot {
        var cluster = PlanExample.new(replicas: 2)
        var sources = VolumeSourcesDefinition(data: .init(claim: "old-data", directory: "pg17"))
        change(&sources)
        cluster.definition.volumeSources = sources
        for (_, source) in sources.all { cluster.sourceClaims[source.claim] = Self.claim(source.claim) }
        return cluster
    }

    private func instances(_ plan: Plan) -> [String] {
        plan.objects.filter { $0.type == StatefulSet.resourceType && $0.key.name != "c-repo-host" }.map(\.key.name)
    }

    @Test func takesTheClaimThenMovesTheDirectoryThenStartsOneInstanceAndThenTheOthers() throws {
        var cluster = cluster()
        let first = try #require(cluster.definition.firstInstance)
        var plan = Planner().plan(cluster)
        let edits = plan.actions.compactMap {
            if case .editMetadata(_, let key, let edit, let version) = $0.action { (key.name, edit, version) } else { nil }
        }
        #expect(edits.count == 1 && edits[0].0 == "old-data" && edits[0].2 == "9", "only as it was seen")
        #expect(edits.first?.1.labels[Label.instance] == first && edits.first?.1.annotations["egret.dev/stands-for"] == "\(first)-pgdata")
        #expect(instances(plan).isEmpty && !plan.objects.contains { $0.type == Job.resourceType })
        cluster.carryOut(plan)

        plan = Planner().plan(cluster)
        let job = try #require(plan.objects.first { $0.key.name == "c-move-pgdata-dir" })
        #expect(
            job.rendering[path: "spec", "template", "spec", "containers"]?[0]?["command"] == [
                "/opt/crunchy/bin/take-over-volume", "data", "17", "pg17", "/pgdata",
            ])
        #expect(job.rendering[path: "metadata", "labels", "postgres-operator.crunchydata.com/move-pgdata-dir"] == "")
        #expect(instances(plan).isEmpty)
        #expect(plan.status?["state"] == "initializing" && plan.waits.first?.reason == .volumesBeingMoved)
        cluster.carryOut(plan)
        #expect(instances(Planner().plan(cluster)).isEmpty, "not before the Job is complete")
        cluster.pretendToRun()

        plan = Planner().plan(cluster)
        #expect(instances(plan) == [first])
        let claims = plan.objects.filter { $0.type == PersistentVolumeClaim.resourceType && $0.key.name != "c-repo1" }
        #expect(claims.map(\.key.name) == ["old-data"], "no other claim is made for it")
        #expect(claims.first?.rendering[path: "spec", "accessModes"] == ["ReadWriteMany"], "a claim cannot be changed")
        let set = plan.objects.first { $0.type == StatefulSet.resourceType && $0.key.name == first }
        let volumes = set?.rendering[path: "spec", "template", "spec", "volumes"]?.array ?? []
        #expect(volumes.contains { $0[path: "persistentVolumeClaim", "claimName"] == "old-data" })
        let configuration = plan.objects.first { $0.key.name == "c-config" }?.rendering[path: "data", "patroni.yaml"]?.string ?? ""
        #expect(configuration.contains("pg17_bootstrap") && !configuration.contains("initdb"))
        cluster.carryOut(plan)
        #expect(instances(Planner().plan(cluster)) == [first], "the others wait until it leads")
        cluster.settle()
        #expect(cluster.members.count == 2 && cluster.leader?.instance == first)
        #expect(cluster.resource.status["state"] == "ready", "\(cluster.resource.status["conditions"] ?? .null)")
        #expect(cluster.restores.isEmpty)
        // Taken out of the spec, nothing changes: the claim says what it stands for.
        cluster.definition.volumeSources = nil
        cluster.sourceClaims = [:]
        let after = Planner().plan(cluster)
        #expect(after.changesNothing, "\(after.actions)")
        #expect(after.objects.contains { $0.key.name == "old-data" })
    }

    @Test(arguments: ["there is no claim", "is being deleted", "is that of cluster old, which exists", "has lost its volume"])
    func takesNoClaimThatIsNotToBeHad(_ problem: String) {
        var cluster = cluster()
        switch problem {
        case "there is no claim": cluster.sourceClaims = [:]
        case "is being deleted": cluster.sourceClaims["old-data"]?.metadata.deletionTimestamp = PlanExample.now
        case "has lost its volume": cluster.sourceClaims["old-data"]?.status?.phase = "Lost"
        default: cluster.neighbours = [NeighbourCluster(ObjectKey(namespace: "ns", name: "old"), places: [])]
        }
        let plan = Planner().plan(cluster)
        #expect(plan.waits.contains { $0.reason == .dataSourceUnusable && $0.message.contains(problem) })
        #expect(!plan.actions.contains { if case .editMetadata = $0.action { true } else { false } })
        #expect(instances(plan).isEmpty)
        #expect(plan.lookAgain?.after == .seconds(10))
    }

    @Test func saysWhatTheJobFoundAndTriesAgainWhenTheSpecChanges() throws {
        var cluster = cluster()
        for _ in 0..<2 { cluster.carryOut(Planner().plan(cluster)) }
        var job = try #require(cluster.jobs["c-move-pgdata-dir"])
        cluster.pods.append(
            Pod(
                metadata: ObjectMeta(
                    labels: [Label.cluster: "c"], name: "p", namespace: "ns",
                    ownerReferences: [OwnerReference(apiVersion: "batch/v1", kind: "Job", name: job.key.name, uid: job.metadata.uid ?? "")]),
                status: PodStatus(containerStatuses: [
                    ContainerStatus(
                        imageID: "", name: "pgdata-move-job", ready: false, restartCount: 0,
                        state: ContainerState(
                            terminated: ContainerStateTerminated(exitCode: 1, message: #"{"error":"/pgdata/pg17: is no data directory"}"#)))
                ])))
        let plan = Planner().plan(cluster)
        #expect(plan.waits.first == Because(.dataSourceUnusable, "spec.dataSource.volumes.pgDataVolume: /pgdata/pg17: is no data directory"))
        #expect(!plan.deletions.contains { $0.type == Job.resourceType })
        cluster.definition.volumeSources?.data?.directory = "pgdata/17"
        cluster.carryOut(Planner().plan(cluster))
        #expect(cluster.jobs.isEmpty)
        cluster.carryOut(Planner().plan(cluster))
        job = try #require(cluster.jobs["c-move-pgdata-dir"])
        #expect(job.spec?.template?.spec?.containers?.first?.command?.contains("pgdata/17") == true)
    }

    @Test func theRepositoryHostWaitsForItsVolume() throws {
        var cluster = cluster { $0.repository = .init(claim: "old-repo", directory: "old-repo1") }
        for _ in 0..<2 {
            let plan = Planner().plan(cluster)
            #expect(!plan.objects.contains { $0.key.name == "c-repo-host" || $0.key.name == "c-repo1" })
            cluster.carryOut(plan)
        }
        #expect(
            cluster.jobs["c-move-pgbackrest-repo-dir"]?.spec?.template?.spec?.containers?.first?.command
                == ["/opt/crunchy/bin/take-over-volume", "repository", "old-repo1", "/pgbackrest/repo1"])
        cluster.settle()
        #expect(cluster.resource.status["state"] == "ready", "\(cluster.resource.status["conditions"] ?? .null)")
        #expect(cluster.claims["c-repo1"] == nil && cluster.claims["old-repo"] != nil)
        let host = try #require(cluster.statefulSets["c-repo-host"])
        #expect(host.spec?.template?.spec?.volumes?.contains { $0.persistentVolumeClaim?.claimName == "old-repo" } == true)
        #expect(cluster.unusedRepoClaims.isEmpty)
    }

    @Test func theWALGoesWithTheData() throws {
        var cluster = cluster { $0.wal = .init(claim: "old-wal", directory: "pg17_wal") }
        cluster.definition.instanceSets[0].walVolumeClaim = PersistentVolumeClaimSpec(accessModes: ["ReadWriteOnce"])
        cluster.settle()
        let first = try #require(cluster.definition.firstInstance)
        #expect(cluster.resource.status["state"] == "ready", "\(cluster.resource.status["conditions"] ?? .null)")
        let volumes = cluster.statefulSets[first]?.spec?.template?.spec?.volumes ?? []
        #expect(Set(volumes.compactMap { $0.persistentVolumeClaim?.claimName }) == ["old-data", "old-wal"])
    }

    @Test func volumesOfAnEarlierClusterOfThisNameComeFirst() {
        var cluster = cluster()
        cluster.claims = PlanExample.running(replicas: 1).claims.mapValues { claim in
            var claim = claim
            claim.metadata.annotations?["egret.dev/used-by"] = "earlier"
            return claim
        }
        let plan = Planner().plan(cluster)
        #expect(plan.waits.contains { $0.reason == .volumesBeingRead })
        #expect(!plan.actions.contains { if case .editMetadata(PersistentVolumeClaim.resourceType, _, _, _) = $0.action { true } else { false } })
    }
}
