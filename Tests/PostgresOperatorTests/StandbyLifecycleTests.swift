import ControllerRuntimeTesting
import KubernetesModel
import PostgresAPI
import PostgresCluster
import Synchronization
import Testing

@testable import PostgresOperator

@Suite("A standby cluster from its custom resource") struct StandbyLifecycleTests {
    static let configuration = ObjectKey(namespace: "ns", name: "c-ha-config")

    static func resource(host: String = "db.example.com") -> PerconaPGCluster {
        var cluster = ClusterLifecycleTests.resource(replicas: 2)
        cluster.json[path: ["spec", "standby"]] = ["enabled": true, "host": .string(host), "maxAcceptableLag": "1Ki"]
        cluster.json[path: ["spec", "secrets"]] = ["customRootCATLSSecret": ["name": "authority"]]
        return cluster
    }

    /// The authority of the cluster that is followed, as an operator has made it there.
    static let authority: Result<Secret, any Error> = Result {
        let elsewhere = ClusterLifecycleTests.Setup()
        elsewhere.simulation.api.put(ClusterLifecycleTests.resource(replicas: 1))
        elsewhere.start()
        let key = ObjectKey(namespace: "ns", name: "c-cluster-ca-cert")
        try elsewhere.run(until: "there is an authority") { elsewhere.simulation.api.object(Secret.self, key) != nil }
        var secret = try #require(elsewhere.simulation.api.object(Secret.self, key))
        secret.metadata = ObjectMeta(name: "authority", namespace: "ns")
        return secret
    }

    static func running(host: String = "db.example.com") throws -> ClusterLifecycleTests.Setup {
        let authority = try Self.authority.get()
        let setup = ClusterLifecycleTests.Setup()
        setup.simulation.api.put(authority)
        setup.world.initialConfiguration.withLock { $0 = ["standby_cluster": ["host": .string(host), "port": 5432]] }
        setup.simulation.api.put(resource(host: host))
        setup.start()
        try setup.run(until: "the standby is ready") { setup.status?["state"] == "ready" }
        return setup
    }

    static func follows(_ setup: ClusterLifecycleTests.Setup) -> Bool {
        let text = setup.simulation.api.object(Endpoints.self, configuration)?.metadata.annotations?["config"] ?? ""
        return (try? JSONValue(parsing: text))?["standby_cluster"]?.object != nil
    }

    static func promote(_ setup: ClusterLifecycleTests.Setup) {
        setup.simulation.api.edit(PerconaPGCluster.self, ClusterLifecycleTests.key) { $0.json[path: ["spec", "standby", "enabled"]] = false }
    }

    static func answer(_ position: String, writes: Bool = true) -> String { #"{"position":"\#(position)","writes":\#(writes),"system":"7"}"# }

    @Test func writesNothingIntoTheDatabaseUntilItIsPromoted() throws {
        let setup = try Self.running()
        #expect(setup.status?[path: "standby", "follows"] == "db.example.com:5432" || setup.status?[path: "standby", "follows"] == "db.example.com")
        let scripts = setup.world.pods.scripts.withLock { $0 }
        #expect(!scripts.contains { $0.contains("CREATE") || $0.contains("pg_logical_emit_message") })
        let commands = setup.world.pods.commands.withLock { $0 }
        #expect(!commands.contains { $0.contains("stanza-create") })
        #expect(setup.simulation.api.objects(PerconaPGBackupObject.self).isEmpty)
        Self.promote(setup)
        try setup.run(until: "the cluster is ready") { setup.isReady && !Self.follows(setup) }
        #expect(setup.world.pods.scripts.withLock { $0 }.contains { $0.contains("CREATE USER") })
        #expect(setup.world.pods.commands.withLock { $0 }.contains { $0.contains("stanza-create") })
        #expect(setup.simulation.api.objects(PerconaPGBackupObject.self).count == 1)
        #expect(setup.status?["standby"]?.isNull ?? true)
    }

    @Test func isNotPromotedWhileItsSourceHasMoreAndIsWhenThatIsGone() throws {
        let setup = try Self.running()
        setup.world.pods.source.withLock { $0 = Self.answer("0/6000000") }
        Self.promote(setup)
        func accepted() -> JSONValue? { setup.status?["conditions"]?.array?.first { $0["type"] == "Accepted" } }
        try setup.run(until: "it is refused") { accepted()?["status"] == "False" }
        #expect(accepted()?["message"]?.string?.contains("still answers, and has WAL that has not arrived here") == true)
        // An operator that starts anew finds it refused still.
        setup.restart()
        for _ in 0..<6 {
            try setup.simulation.settle(setup.process)
            setup.world.step()
            setup.simulation.run(for: .seconds(20))
            #expect(Self.follows(setup))
        }
        setup.world.pods.source.withLock { $0 = nil }
        try setup.run(until: "it is promoted") { !Self.follows(setup) && setup.isReady }
        #expect(accepted()?["status"] == "True")
    }

    @Test func tellsHowFarItIsBehindAndGoesOnWithoutAsking() throws {
        let setup = try Self.running()
        setup.world.pods.source.withLock { $0 = Self.answer("0/5000800") }
        func lagging() -> JSONValue? { setup.status?["conditions"]?.array?.first { $0["type"] == "StandbyLagging" } }
        try setup.run(until: "it lags", turns: 100) { lagging()?["reason"] == "LagDetected" }
        #expect(setup.status?["state"] == "initializing" && setup.status?[path: "standby", "lagBytes"] == 2048)
        setup.world.pods.source.withLock { $0 = Self.answer("0/5000000") }
        try setup.run(until: "it lags no more", turns: 100) { lagging()?["reason"] == "LagNotDetected" && setup.status?["state"] == "ready" }
        let before = setup.world.pods.commands.withLock { $0.count }
        setup.simulation.run(for: .seconds(290))
        #expect(setup.world.pods.commands.withLock { $0.count } == before, "nothing is asked for five minutes")
    }

    /// The operator dies at one of its writes, before or after that had its effect, and another one starts; the source goes meanwhile.
    @Test(arguments: [InMemoryAPI.Moment.before, .after]) func isPromotedOnceWhateverDies(_ moment: InMemoryAPI.Moment) throws {
        var deaths = 0
        for number in stride(from: 0, to: 60, by: 2) {
            let setup = try Self.running()
            setup.world.pods.source.withLock { $0 = Self.answer("0/6000000") }
            let death = OperatorDeath(atWrite: number, moment, of: setup.simulation.api)
            Self.promote(setup)
            for turn in 0..<12 {
                if turn == 6 { setup.world.pods.source.withLock { $0 = nil } }
                try setup.simulation.settle(setup.process)
                if turn <= 6 { #expect(Self.follows(setup), "write \(number): promoted while the source has more") }
                death.restartIfDead(setup)
                setup.world.step()
                setup.simulation.run(for: .seconds(11))
            }
            try setup.run(until: "it is promoted after a death at write \(number)", turns: 120) {
                death.restartIfDead(setup)
                return !Self.follows(setup) && setup.isReady
            }
            #expect(setup.simulation.api.objects(PerconaPGBackupObject.self).count == 1, "write \(number)")
            if !death.hasHappened { break }
            deaths += 1
        }
        #expect(deaths > 5)
    }
}

@Suite("A cluster over volumes of another one") struct TakenVolumesLifecycleTests {
    static func resource() -> PerconaPGCluster {
        var cluster = ClusterLifecycleTests.resource(replicas: 2)
        cluster.json[path: ["spec", "dataSource"]] = ["volumes": ["pgDataVolume": ["pvcName": "old-data", "directory": "pg17"]]]
        return cluster
    }

    static func claim() -> PersistentVolumeClaim {
        PersistentVolumeClaim(
            metadata: ObjectMeta(
                labels: [Label.cluster: "old", Label.instance: "old-i-aaaa", Label.instanceSet: "i", Label.role: "pgdata"], name: "old-data",
                namespace: "ns"),
            spec: PersistentVolumeClaimSpec(
                accessModes: ["ReadWriteOnce"], resources: VolumeResourceRequirements(requests: ["storage": "1Gi"]), volumeName: "pv-old"))
    }

    /// The operator dies at one of its writes, and another one starts.
    @Test(arguments: [InMemoryAPI.Moment.before, .after]) func startsWhateverDies(_ moment: InMemoryAPI.Moment) throws {
        var deaths = 0
        for number in stride(from: 0, to: 300, by: 9) {
            let setup = ClusterLifecycleTests.Setup()
            let api = setup.simulation.api
            let uid = api.put(Self.claim()).metadata.uid
            let death = OperatorDeath(atWrite: number, moment, of: api)
            api.put(Self.resource())
            setup.start()
            try setup.run(until: "the cluster is ready after a death at write \(number)", turns: 120) {
                death.restartIfDead(setup)
                let job = api.object(Job.self, ObjectKey(namespace: "ns", name: "c-move-pgdata-dir"))
                let instances = api.objects(StatefulSet.self).filter { $0.metadata.labels?[Label.data] == "postgres" }
                #expect(instances.isEmpty || job?.status?.succeeded == 1, "write \(number): an instance before the data is in its place")
                return setup.isReady
            }
            let claims = api.objects(PersistentVolumeClaim.self).filter { $0.metadata.labels?[Label.role] == "pgdata" }
            #expect(claims.count == 2, "write \(number): \(claims.map(\.key.name))")
            let taken = api.object(PersistentVolumeClaim.self, ObjectKey(namespace: "ns", name: "old-data"))
            #expect(taken?.metadata.uid == uid && taken?.metadata.labels?[Label.cluster] == "c", "write \(number)")
            #expect(api.objects(PerconaPGRestoreObject.self).isEmpty)
            if !death.hasHappened { break }
            deaths += 1
        }
        #expect(deaths > 5)
    }

    @Test func takesNoClaimOfAClusterThatExists() throws {
        let setup = ClusterLifecycleTests.Setup()
        var other = ClusterLifecycleTests.resource()
        other.json["metadata"] = ["name": "old", "namespace": "ns"]
        other.json[path: ["spec", "unmanaged"]] = true
        setup.simulation.api.put(other)
        setup.simulation.api.put(Self.claim())
        setup.simulation.api.put(Self.resource())
        setup.start()
        func ready() -> JSONValue? { setup.status?["conditions"]?.array?.first { $0["type"] == "Ready" } }
        try setup.run(until: "it says whose it is") { ready()?["message"]?.string?.contains("is that of cluster old, which exists") == true }
        #expect(ready()?["reason"] == "DataSourceUnusable")
        let claim = setup.simulation.api.object(PersistentVolumeClaim.self, ObjectKey(namespace: "ns", name: "old-data"))
        #expect(claim?.metadata.labels?[Label.cluster] == "old")
        setup.simulation.api.remove(PerconaPGCluster.self, ObjectKey(namespace: "ns", name: "old"))
        try setup.run(until: "it is ready once that one is gone") { setup.isReady }
    }
}
