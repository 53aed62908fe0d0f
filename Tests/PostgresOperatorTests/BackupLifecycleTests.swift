import ControllerRuntime
import ControllerRuntimeTesting
import KubernetesClient
import KubernetesModel
import PostgresAPI
import PostgresCluster
import Synchronization
import Testing

@testable import PostgresOperator

/// Backups by the operator's own code over an API server in memory, where the operator dies at each of its writes.
@Suite("Backups, whenever the operator dies") struct BackupLifecycleTests {
    typealias Setup = ClusterLifecycleTests.Setup

    private func backup(_ name: String) -> PerconaPGBackupObject {
        PerconaPGBackupObject(
            json: [
                "apiVersion": "pgv2.percona.com/v2", "kind": "PerconaPGBackup", "metadata": ["name": .string(name), "namespace": "ns"],
                "spec": ["pgCluster": "c", "repoName": "repo1", "options": ["--type=full"]],
            ])
    }

    private func key(_ name: String) -> ObjectKey { ObjectKey(namespace: "ns", name: name) }

    private func ready(schedule: String? = nil) throws -> Setup {
        let setup = Setup()
        var resource = ClusterLifecycleTests.resource(replicas: 1)
        if let schedule {
            var repo = resource.json[path: "spec", "backups", "pgbackrest", "repos"]?[0] ?? .null
            repo["schedules"] = ["full": .string(schedule)]
            resource.json[path: ["spec", "backups", "pgbackrest", "repos"]] = [repo]
        }
        setup.simulation.api.put(resource)
        setup.start()
        try setup.run(until: "the cluster is ready") { setup.isReady }
        return setup
    }

    /// Its nth write from now on has its effect but no answer, and no later one has an effect, until the operator is started again.
    private func die(_ setup: Setup, atWrite number: Int) {
        let count = Mutex(0)
        setup.simulation.api.inject { request, moment in
            guard request.method != .get else { return nil }
            let seen = count.withLock { count in
                if moment == .before { count += 1 }
                return count
            }
            let isDead = moment == .before ? seen > number : seen >= number
            return isDead ? KubernetesError(.connection, request: request.summary, hint: "the operator has died") : nil
        }
    }

    private func revive(_ setup: Setup) {
        for _ in 0..<2 {
            setup.simulation.run(for: .seconds(5))
            setup.world.step()
        }
        setup.simulation.run(for: .seconds(5))
        setup.simulation.api.inject(nil)
        setup.restart()
    }

    private func state(_ setup: Setup, _ name: String) -> String? {
        setup.simulation.api.object(PerconaPGBackupObject.self, key(name))?.json[path: "status", "state"]?.string
    }

    @Test(arguments: 0...10) func oneIsMadeOnce(deathAtWrite number: Int) throws {
        let setup = try ready()
        let api = setup.simulation.api
        if number > 0 { die(setup, atWrite: number) }
        api.put(backup("b"))
        if number > 0 { revive(setup) }
        try setup.run(until: "the backup has succeeded and nothing keeps it") {
            state(setup, "b") == "Succeeded" && api.object(PerconaPGBackupObject.self, key("b"))?.metadata.finalizers?.isEmpty ?? true
        }
        try setup.run(until: "its Job is out of the selection") {
            api.objects(Job.self).allSatisfy { $0.metadata.labels?[Label.pgBackRestBackup] != "manual" || $0.metadata.labels?[Label.cluster] == nil }
        }
        let uid = api.object(PerconaPGBackupObject.self, key("b"))?.metadata.uid
        let jobs = api.objects(Job.self).filter { $0.metadata.ownerReferences?[0].uid == uid }
        #expect(jobs.count == 1 && jobs[0].metadata.finalizers?.isEmpty ?? true)
        #expect(setup.world.pods.stored.withLock { $0.filter { $0.annotations["percona.com/backup-name"] == "b" }.count } == 1)
        #expect(api.object(PerconaPGBackupObject.self, key("b"))?.json[path: "status", "backupName"] == "F1")
    }

    @Test(arguments: 0...8) func oneThatIsDeletedWhileItRunsEnds(deathAtWrite number: Int) throws {
        let setup = try ready()
        let api = setup.simulation.api
        setup.world.holdsJobs.withLock { $0 = true }
        api.put(backup("b"))
        try setup.run(until: "it runs") { state(setup, "b") == "Running" }
        let job = try #require(api.object(PerconaPGBackupObject.self, key("b"))?.json[path: "status", "jobName"]?.string)
        if number > 0 { die(setup, atWrite: number) }
        api.remove(PerconaPGBackupObject.self, key("b"))
        if number > 0 { revive(setup) }
        try setup.run(until: "it is gone") { api.object(PerconaPGBackupObject.self, key("b")) == nil }
        #expect(api.object(Job.self, key(job)) == nil)
        let ends = setup.world.pods.commands.withLock { $0 }.filter { $0.contains("--annotation=percona.com/backup-job-name=\(job)") }
        #expect(!ends.isEmpty, "pgBackRest in the repository host was ended")
        #expect(!setup.world.pods.commands.withLock { $0 }.contains { $0.contains("expire") || $0.contains("stanza-delete") })
    }

    @Test(arguments: 0...8) func aScheduleMakesOneForEachTime(deathAtWrite number: Int) throws {
        let setup = try ready(schedule: "*/5 * * * *")
        let api = setup.simulation.api
        let began = setup.simulation.clock.date
        if number > 0 {
            // The next time comes while the operator dies.
            let next = 300 - began.secondsSince1970 % 300
            setup.simulation.run(for: .seconds(next - 2))
            die(setup, atWrite: number)
            revive(setup)
        }
        try setup.run(until: "a quarter of an hour has passed", turns: 300) { setup.simulation.clock.date.since(began) > .seconds(960) }
        let made = api.objects(PerconaPGBackupObject.self).compactMap { $0.metadata.annotations?["egret.dev/scheduled-for"] }.sorted()
        let times = made.compactMap(Timestamp.init(parsing:)).map(\.secondsSince1970)
        #expect(times.count >= 3)
        #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 == 300 }, "\(made)")
        #expect(times.first.map { $0 - began.secondsSince1970 <= 300 } == true, "\(made)")
        let record = setup.status?[path: "pgbackrest", "scheduledBackups"]?[0]
        #expect(record?["missed"] == nil, "\(record ?? .null)")
    }

    @Test func aChangeOfRepositoriesAndAPauseWaitForIt() throws {
        let setup = try ready()
        let api = setup.simulation.api
        setup.world.holdsJobs.withLock { $0 = true }
        api.put(backup("b"))
        try setup.run(until: "it runs") { state(setup, "b") == "Running" }
        let host = ObjectKey(namespace: "ns", name: "c-repo-host")
        let before = api.object(StatefulSet.self, host)?.spec?.json
        let claim: JSONValue = ["accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]]]
        api.edit(PerconaPGCluster.self, ClusterLifecycleTests.key) { cluster in
            let repos = cluster.json[path: "spec", "backups", "pgbackrest", "repos"]?.array ?? []
            cluster.json[path: ["spec", "backups", "pgbackrest", "repos"]] = .array(
                repos + [["name": "repo2", "volume": ["volumeClaimSpec": claim]]])
            cluster.json[path: ["spec", "pause"]] = true
        }
        func accepted() -> JSONValue? { setup.status?["conditions"]?.array?.first { $0["type"] == "Accepted" } }
        try setup.run(until: "the change is told to wait") { accepted()?["reason"] == "BackupRunning" }
        // The operator that comes after this one goes on in the same way.
        setup.restart()
        setup.simulation.run(for: .seconds(60))
        #expect(state(setup, "b") == "Running")
        #expect(api.object(StatefulSet.self, host)?.spec?.json == before)
        #expect(accepted()?["message"]?.string?.contains("backup b") == true && setup.status?["state"] == "ready")
        setup.world.holdsJobs.withLock { $0 = false }
        try setup.run(until: "the backup has succeeded and the cluster is paused") {
            state(setup, "b") == "Succeeded" && setup.status?["state"] == "paused"
        }
        #expect(accepted()?["reason"] == "Accepted")
        #expect(api.object(PersistentVolumeClaim.self, ObjectKey(namespace: "ns", name: "c-repo2")) != nil)
    }

    @Test func oneThatNobodyAskedForIsShownOnce() throws {
        let setup = try ready()
        let api = setup.simulation.api
        setup.world.pods.stored.withLock { $0.append(.init(repo: "1", label: "20270101-000000F", annotations: [:])) }
        setup.restart()
        try setup.run(until: "it has an object") { state(setup, "c-repo1-20270101-000000f") == "Succeeded" }
        api.remove(PerconaPGBackupObject.self, key("c-repo1-20270101-000000f"))
        setup.restart()
        setup.simulation.run(for: .seconds(60))
        try setup.simulation.settle(setup.process)
        #expect(state(setup, "c-repo1-20270101-000000f") == nil)
        #expect(api.objects(Job.self).count == 1, "nothing was run for it")
    }

    @Test func oneOfAClusterThatIsNotThereSaysSo() throws {
        let setup = Setup()
        setup.start()
        setup.simulation.run(for: .seconds(5))
        setup.simulation.api.put(backup("b"))
        setup.simulation.run(for: .seconds(5))
        let status = setup.simulation.api.object(PerconaPGBackupObject.self, key("b"))?.json["status"]
        #expect(status?["error"] == "PerconaPGCluster c is not found" && status?["state"] == nil)
    }
}
