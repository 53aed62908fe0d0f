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
