import ControllerRuntime
import ControllerRuntimeTesting
import KubernetesModel
import PostgresAPI
import PostgresCluster
import Synchronization
import Testing

@testable import PostgresOperator

/// The operator's own code over an API server in memory; volumes are followed by what they hold.
@Suite("A restore from its custom resource") struct RestoreLifecycleTests {
    static let key = ObjectKey(namespace: "ns", name: "r")

    static func restore(_ name: String = "r", options: [String] = [], repo: String = "repo1") -> PerconaPGRestoreObject {
        PerconaPGRestoreObject(
            json: [
                "apiVersion": "pgv2.percona.com/v2", "kind": "PerconaPGRestore", "metadata": ["name": .string(name), "namespace": "ns"],
                "spec": ["pgCluster": "c", "repoName": .string(repo), "options": options.json],
            ])
    }

    static func running(seed: UInt64 = 1, replicas: Int = 3) throws -> ClusterLifecycleTests.Setup {
        let setup = ClusterLifecycleTests.Setup(seed: seed)
        setup.simulation.api.put(ClusterLifecycleTests.resource(replicas: replicas))
        setup.start()
        try setup.run(until: "the cluster is ready") { setup.isReady }
        return setup
    }

    static func status(_ setup: ClusterLifecycleTests.Setup, _ name: String = "r") -> JSONValue {
        setup.simulation.api.object(PerconaPGRestoreObject.self, ObjectKey(namespace: "ns", name: name))?.json["status"] ?? .null
    }

    static func isOver(_ setup: ClusterLifecycleTests.Setup) -> Bool { ["Succeeded", "Failed"].contains(status(setup)["state"]?.string ?? "") }

    @Test func succeedsAndTellsWhereThePreviousDataIs() throws {
        let setup = try Self.running()
        let scripts = setup.world.pods.scripts.withLock { $0.count }
        setup.simulation.api.put(Self.restore())
        try setup.run(until: "the restore is over") { Self.isOver(setup) }
        let status = Self.status(setup)
        #expect(status["state"] == "Succeeded", "\(status)")
        #expect(status["backupName"]?.string?.isEmpty == false)
        #expect(status["timeline"] == 2)
        #expect(status[path: "previousData", "directory"]?.string?.hasPrefix("/pgdata/pg17_kept_2026") == true)
        #expect(status["phase"]?.isNull ?? true)
        try setup.run(until: "the cluster is ready") { setup.isReady }
        #expect(setup.world.volumes.contents == ["new"])
        #expect(setup.world.volumes.violations == [])
        #expect(setup.status?[path: "pgbackrest", "restore", "id"] == "r")
        #expect(setup.status?[path: "pgbackrest", "restore", "finished"] == true)
        #expect(setup.status?[path: "pgbackrest", "restore", "succeeded"] == 1)
        #expect(setup.status?["operations"] == nil)
        let again = setup.world.pods.scripts.withLock { $0.dropFirst(scripts) }
        #expect(again.contains { $0.contains("CREATE USER") }, "restored data has the passwords of its time")
        let backups = setup.simulation.api.objects(PerconaPGBackupObject.self)
        #expect(backups.count == 2, "a new timeline needs a new backup")
        #expect(setup.simulation.api.objects(Job.self).filter { $0.restoreMark != nil }.isEmpty)
        let finalizers = setup.simulation.api.object(PerconaPGRestoreObject.self, Self.key)?.metadata.finalizers ?? []
        #expect(finalizers == [])
    }

    @Test func isDeniedWithoutTheClusterNoticing() throws {
        let setup = try Self.running()
        setup.simulation.api.forgetRequests()
        for (index, options) in [
            ["--set=20990101-000000F"], ["--type=time", "--target='2099-01-01 00:00:00+00'"], ["--type=time", "--target='2001-01-01 00:00:00+00'"],
            ["--target=x"], ["--stanza=other"],
        ].enumerated() {
            let name = "r\(index)"
            setup.simulation.api.put(Self.restore(name, options: options))
            try setup.run(until: "restore \(name) is over") { Self.status(setup, name)["state"] == "Failed" }
            #expect(Self.status(setup, name)["error"]?.string?.hasSuffix("Nothing was touched") == true)
        }
        setup.simulation.api.put(Self.restore("other", repo: "repo3"))
        try setup.run(until: "it has failed") { Self.status(setup, "other")["state"] == "Failed" }
        #expect(Self.status(setup, "other")["error"]?.string?.contains("repo3 is not a repository of cluster c: use repo1") == true)
        #expect(setup.isReady)
        let touched = setup.simulation.api.writes.map(\.path).filter { !$0.contains("perconapgrestores") && !$0.contains("events") }
        #expect(touched == [])
    }

    @Test func isDeniedWhileAnotherRuns() throws {
        let setup = try Self.running()
        setup.simulation.api.put(Self.restore())
        try setup.run(until: "the first has begun") { Self.status(setup)["phase"]?.string != nil }
        setup.simulation.api.put(Self.restore("second"))
        try setup.run(until: "the first is over") { Self.isOver(setup) }
        #expect(Self.status(setup)["state"] == "Succeeded")
        #expect(Self.status(setup, "second")["error"]?.string?.contains("restore r of this cluster is under way") == true)
    }

    @Test func aFailureGivesTheClusterItsDataBack() throws {
        let setup = try Self.running()
        setup.world.volumes.fails = true
        setup.simulation.api.put(Self.restore(options: ["--type=xid", "--target=99"]))
        try setup.run(until: "the restore is over") { Self.isOver(setup) }
        #expect(Self.status(setup)["state"] == "Failed")
        #expect(Self.status(setup)["error"]?.string?.contains("no such target. The cluster runs again from the data before it") == true)
        try setup.run(until: "the cluster is ready") { setup.isReady }
        #expect(setup.world.volumes.contents == ["old"])
        #expect(setup.world.volumes.violations == [])
        let condition = setup.status?["conditions"]?.array?.first { $0["type"] == "PostgresDataInitialized" }
        #expect(condition?["status"] == "True")
    }

    @Test func deletedBeforeAnyDataWasTouchedItIsCalledOff() throws {
        let setup = try Self.running()
        setup.simulation.api.put(Self.restore())
        try setup.run(until: "the instances stop") { Self.status(setup)["phase"] == "Stopping" }
        setup.simulation.api.remove(PerconaPGRestoreObject.self, Self.key)
        try setup.run(until: "it is gone") { setup.simulation.api.object(PerconaPGRestoreObject.self, Self.key) == nil }
        try setup.run(until: "the cluster is ready") { setup.isReady }
        #expect(setup.world.volumes.contents == ["old"])
    }

    @Test(arguments: ["Restoring", "Starting", "Rejoining"])
    func deletedLaterItRunsToItsEndBeforeItGoes(_ phase: String) throws {
        let setup = try Self.running()
        setup.simulation.api.put(Self.restore())
        try setup.run(until: "it is \(phase)") { Self.status(setup)["phase"]?.string == phase }
        setup.simulation.api.remove(PerconaPGRestoreObject.self, Self.key)
        try setup.run(until: "it is gone") { setup.simulation.api.object(PerconaPGRestoreObject.self, Self.key) == nil }
        try setup.run(until: "the cluster is ready") { setup.isReady }
        #expect(setup.world.volumes.contents == ["new"])
        #expect(setup.world.volumes.violations == [])
    }

    @Test(arguments: [
        (World.Clearing.isNotScheduled, "its Pod is not scheduled: 0/1 nodes are available"), (.fails, "the volume cannot be written"),
    ])
    func aVolumeThatCannotBeClearedIsToldAndHoldsUpTheEndOnly(_ clearing: World.Clearing, _ words: String) throws {
        let setup = try Self.running()
        setup.world.clearing.withLock { $0 = clearing }
        setup.simulation.api.put(Self.restore())
        try setup.run(until: "the status says why it gets no further") { Self.status(setup)["message"]?.string?.contains(words) == true }
        #expect(Self.status(setup)["state"] == "Running")
        let ready = setup.status?["conditions"]?.array?.first { $0["type"] == "Ready" }
        #expect(ready?["message"]?.string?.contains(words) == true)
        #expect(setup.simulation.api.objects(Pod.self).contains { $0.metadata.labels?[Label.instance] == Self.status(setup)["instance"]?.string })
        setup.world.clearing.withLock { $0 = .works }
        setup.simulation.run(for: .seconds(120))
        try setup.run(until: "the restore is over") { Self.isOver(setup) && setup.isReady }
        #expect(Self.status(setup)["state"] == "Succeeded")
        #expect(setup.world.volumes.contents == ["new"])
        #expect(setup.world.volumes.violations == [])
    }

    @Test func tellsHowFarItIs() throws {
        let setup = try Self.running()
        setup.world.holdsJobs.withLock { $0 = true }
        setup.simulation.api.put(Self.restore())
        let key = ObjectKey(namespace: "ns", name: "c-pgbackrest-restore")
        try setup.run(until: "its Job is there") { setup.simulation.api.object(Job.self, key) != nil }
        let job = try #require(setup.simulation.api.object(Job.self, key))
        let owner = OwnerReference(apiVersion: "batch/v1", controller: true, kind: "Job", name: key.name, uid: job.metadata.uid ?? "")
        for (annotation, message, progress) in [
            (#"{"step":"restoring","percent":41.7}"#, "backup F0 is fetched", ["percent": 41, "bytes": 0, "totalBytes": 0]),
            (#"{"step":"recovering","position":"0/7"}"#, "WAL is replayed, up to 0/7 so far", ["percent": 100, "bytes": 0, "totalBytes": 0]),
        ] as [(String, String, JSONValue)] {
            setup.simulation.api.put(
                Pod(
                    metadata: ObjectMeta(
                        annotations: ["egret.dev/restore-progress": annotation], labels: [Label.cluster: "c"], name: "worker", namespace: "ns",
                        ownerReferences: [owner]),
                    status: PodStatus(phase: "Running")))
            try setup.run(until: "the status has it") { Self.status(setup)["message"]?.string == message }
            #expect(Self.status(setup)["progress"] == progress)
        }
        setup.simulation.api.remove(Pod.self, ObjectKey(namespace: "ns", name: "worker"))
        setup.world.holdsJobs.withLock { $0 = false }
        try setup.run(until: "the restore is over") { Self.isOver(setup) }
        #expect(Self.status(setup)["progress"]?.isNull ?? true)
    }

    @Test func itsJobRunsAsTheBlockOfTheClusterSays() throws {
        let setup = ClusterLifecycleTests.Setup()
        var cluster = ClusterLifecycleTests.resource(replicas: 1)
        cluster.json[path: ["spec", "backups", "pgbackrest", "restore"]] = [
            "enabled": false, "repoName": "repo1", "resources": ["limits": ["memory": "77Mi"]], "priorityClassName": "urgent",
            "tolerations": [["key": "own"]], "env": [["name": "A", "value": "1"]],
        ]
        setup.simulation.api.put(cluster)
        setup.start()
        try setup.run(until: "the cluster is ready") { setup.isReady }
        setup.simulation.api.put(Self.restore())
        var job: Job?
        try setup.run(until: "the restore is over") {
            job = job ?? setup.simulation.api.object(Job.self, ObjectKey(namespace: "ns", name: "c-pgbackrest-restore"))
            return Self.isOver(setup)
        }
        let spec = try #require(job?.spec?.template?.spec)
        #expect(spec.priorityClassName == "urgent")
        #expect(spec.tolerations?.map(\.key) == ["own"])
        #expect(spec.containers?.first?.resources?.json[path: "limits", "memory"]?.string == "77Mi")
        #expect(spec.containers?.first?.env?.contains { $0.name == "A" } == true)
        let unsupported = setup.status?["conditions"]?.array?.first { $0["type"] == "UnsupportedFields" && $0["status"] == "True" }
        #expect(unsupported == nil)
    }

    @Test func previousDataGoesOnlyByTheUsersWord() throws {
        let setup = try Self.running()
        setup.simulation.api.put(Self.restore())
        try setup.run(until: "the restore is over") { Self.isOver(setup) }
        try setup.run(until: "the cluster is ready") { setup.isReady }
        func released() -> [[String]] { setup.world.pods.commands.withLock { $0.filter { $0.first?.hasSuffix("release-kept") == true } } }
        #expect(released() == [])
        setup.simulation.api.edit(PerconaPGRestoreObject.self, Self.key) {
            $0.metadata.annotations = ["egret.dev/release-previous-data": "true"]
        }
        try setup.run(until: "it says that it is gone") { Self.status(setup)[path: "previousData", "directory"]?.string == nil }
        let started = Self.status(setup)["started"]?.string?.filter { $0.isNumber || $0 == "T" || $0 == "Z" } ?? ""
        #expect(released() == [["/opt/crunchy/bin/release-kept", "17", "/pgdata/pg17_wal", started]])
        #expect(Self.status(setup)[path: "previousData", "keptUntil"]?.string?.hasPrefix("removed at") == true)
    }

    static func clone(_ source: JSONValue) -> PerconaPGCluster {
        var cluster = ClusterLifecycleTests.resource()
        cluster.json[path: ["spec", "dataSource"]] = source
        return cluster
    }

    static let bucket: JSONValue = [
        "pgbackrest": [
            "stanza": "db", "global": ["repo1-path": "/other"], "options": ["--type=time", "--target='2027-01-15 08:00:00'"],
            "configuration": [["secret": ["name": "keys"]]],
            "repo": ["name": "repo1", "s3": ["bucket": "b", "endpoint": "e", "region": "r"]],
        ]
    ]

    @Test func aNewClusterIsMadeFromItsDataSource() throws {
        let setup = ClusterLifecycleTests.Setup()
        setup.simulation.api.put(Self.clone(Self.bucket))
        setup.start()
        var job: Job?
        try setup.run(until: "the cluster is ready") {
            job = job ?? setup.simulation.api.object(Job.self, ObjectKey(namespace: "ns", name: "c-pgbackrest-restore"))
            return setup.isReady
        }
        let status = Self.status(setup, "c-bootstrap")
        #expect(status["state"] == "Succeeded")
        #expect(status["target"]?.string?.hasPrefix("2027-01-15T08:00:00Z") == true)
        #expect(setup.world.volumes.contents == ["new"])
        #expect(setup.world.volumes.violations == [])
        #expect(setup.status?[path: "pgbackrest", "restore", "id"] == "~pgo-bootstrap-c")
        let container = try #require(job?.spec?.template?.spec?.containers?.first)
        #expect(container.command?.contains("empty") == true && container.command?.contains("--target=2027-01-15 08:00:00+00") == true)
        let sources = job?.spec?.template?.spec?.volumes?.first { $0.name == "pgbackrest-config" }?.projected?.sources ?? []
        #expect(sources.map { $0.secret?.name ?? $0.configMap?.name } == ["keys", "c-pgbackrest-restore"])
    }

    @Test func aClusterThatCannotBeMadeFromItsDataSourceStaysEmptyAndIsTriedAgain() throws {
        let setup = ClusterLifecycleTests.Setup()
        setup.world.volumes.fails = true
        setup.simulation.api.put(Self.clone(Self.bucket))
        setup.start()
        try setup.run(until: "it has failed") { Self.status(setup, "c-bootstrap")["state"] == "Failed" }
        for _ in 0..<5 {
            try setup.simulation.settle(setup.process)
            setup.world.step()
            setup.simulation.run(for: .seconds(30))
        }
        let instances = setup.simulation.api.objects(Pod.self).filter { pod in pod.metadata.labels?[Label.data] == "postgres" }
        #expect(instances.isEmpty)
        let ready = setup.status?["conditions"]?.array?.first { $0["type"] == "Ready" }
        #expect(ready?["message"]?.string?.contains("no such target") == true)
        setup.world.volumes.fails = false
        setup.simulation.api.remove(PerconaPGRestoreObject.self, ObjectKey(namespace: "ns", name: "c-bootstrap"))
        try setup.run(until: "the cluster is ready") { setup.isReady }
        #expect(setup.world.volumes.contents == ["new"])
    }

    @Test func aCloneReadsItsSourceByACopyThatGoesAfterwards() throws {
        let setup = ClusterLifecycleTests.Setup()
        var other = ClusterLifecycleTests.resource()
        other.json[path: ["metadata"]] = ["name": "source", "namespace": "elsewhere"]
        other.json[path: ["spec", "backups", "pgbackrest", "configuration"]] = [["secret": ["name": "keys"]]]
        other.json[path: ["spec", "unmanaged"]] = true
        let api = setup.simulation.api
        api.put(other)
        api.put(
            ConfigMap(metadata: ObjectMeta(name: "source-pgbackrest-config", namespace: "elsewhere"), data: ["pgbackrest_instance.conf": "[global]"]))
        api.put(
            Secret(
                metadata: ObjectMeta(name: "source-pgbackrest", namespace: "elsewhere"),
                data: ["pgbackrest-client.key": "a2V5", "pgbackrest-repo-host.key": "bm8="]))
        api.put(Secret(metadata: ObjectMeta(name: "keys", namespace: "elsewhere"), data: ["s3.conf": "czM="]))
        api.put(Self.clone(["postgresCluster": ["clusterName": "source", "clusterNamespace": "elsewhere", "repoName": "repo1"]]))
        setup.start()
        var copy: Secret?
        var job: Job?
        try setup.run(until: "the cluster is ready") {
            copy = copy ?? api.object(Secret.self, ObjectKey(namespace: "ns", name: "c-pgbackrest-restore"))
            job = job ?? api.object(Job.self, ObjectKey(namespace: "ns", name: "c-pgbackrest-restore"))
            return setup.isReady
        }
        #expect(Set((copy?.data ?? [:]).keys) == ["pgbackrest_instance.conf", "pgbackrest-client.key", "user-s3.conf"], "no more than is needed")
        let items = job?.spec?.template?.spec?.volumes?.first { $0.name == "pgbackrest-config" }?.projected?.sources?.first?.secret?.items ?? []
        #expect(items.map(\.path) == ["~postgres-operator/client-tls.key", "pgbackrest_instance.conf", "s3.conf"])
        #expect(setup.world.volumes.contents == ["new"])
        #expect(api.object(Secret.self, ObjectKey(namespace: "ns", name: "c-pgbackrest-restore")) == nil)
    }

    /// The operator dies at one of its writes, before or after that had its effect, and another one starts.
    ///
    /// Each write is the turn of one of the four courses: together they take them all, twice with a restore that fails.
    @Test(arguments: [(0, .before, false), (1, .after, false), (2, .before, true), (3, .after, true)] as [(Int, InMemoryAPI.Moment, Bool)])
    func survivesTheDeathOfTheOperatorAtAWrite(_ first: Int, _ moment: InMemoryAPI.Moment, fails: Bool) throws {
        var deaths = 0
        for number in stride(from: first, to: 400, by: 4) {
            let setup = try Self.running(replicas: 2)
            setup.world.volumes.fails = fails
            setup.simulation.api.put(Self.restore())
            let death = OperatorDeath(atWrite: number, moment, of: setup.simulation.api)
            try setup.run(until: "the restore is over after death at write \(number)", turns: 120) {
                death.restartIfDead(setup)
                return Self.isOver(setup) && setup.isReady
            }
            #expect(Self.status(setup)["state"] == (fails ? "Failed" : "Succeeded"), "write \(number)")
            #expect(setup.world.volumes.contents == [fails ? "old" : "new"], "write \(number)")
            #expect(setup.world.volumes.violations == [], "write \(number)")
            if !death.hasHappened { break }
            deaths += 1
        }
        #expect(deaths > 5)
    }
}

extension Job {
    /// The restore that a Job works for.
    var restoreMark: String? { metadata.annotations?["egret.dev/restore-uid"] }
}
