import ControllerRuntimeTesting
import KubernetesClient
import KubernetesModel
import PostgresAPI
import PostgresCluster
import Synchronization
import Testing

@testable import PostgresOperator

/// The stanza of a cluster in places that others may use.
@Suite("Stanzas in repositories") struct StanzaKeeperTests {
    /// Answers `info` and the configuration file; remembers what else is run.
    final class Repositories: PodExecutor {
        let info: @Sendable ([String]) -> String
        let file: String
        let failing: String?
        let commands = Mutex<[String]>([])

        init(file: String, failing: String? = nil, info: @escaping @Sendable ([String]) -> String) {
            self.file = file
            self.failing = failing
            self.info = info
        }

        func exec(
            _ command: [String], in pod: ObjectKey, container: String, stdin: [UInt8]?, timeout: Duration
        ) async throws(KubernetesError) -> ExecResult {
            if command.first == "cat" { return ExecResult(exitCode: 0, stdout: Array(file.utf8), stderr: []) }
            if command.last == "info" { return ExecResult(exitCode: 0, stdout: Array(info(command).utf8), stderr: []) }
            let words = command.dropFirst().filter { !$0.hasPrefix("--stanza") && !$0.hasPrefix("--log") }.joined(separator: " ")
            commands.withLock { $0.append(words) }
            return ExecResult(exitCode: words == failing ? 28 : 0, stdout: [], stderr: words == failing ? Array("do not match".utf8) : [])
        }

        var run: [String] { commands.withLock { $0 } }
    }

    private static func cluster(_ storage: BackupsDefinition.Storage) -> ClusterDefinition {
        var cluster = ClusterDefinition(
            name: "c", namespace: "ns", uid: "u", crVersion: "3.1.0", postgresVersion: 17,
            images: .init(postgres: "p", pgBouncer: "b", pgBackRest: "r", initContainer: "i"))
        cluster.backups.repos = [.init(name: "repo1", storage: storage)]
        return cluster
    }
    private static let bucket = BackupsDefinition.Storage.s3(bucket: "b", endpoint: "e", region: "r")
    private static let pod = ObjectKey(namespace: "ns", name: "c-0")

    private static func info(_ repos: [(key: Int, identifier: Int64?)]) -> String {
        let databases = repos.compactMap { repo in repo.identifier.map { #"{"id":1,"repo-key":\#(repo.key),"system-id":\#($0)}"# } }
        let states = repos.map { #"{"key":\#($0.key),"status":{"code":\#($0.identifier == nil ? 1 : 0),"message":"m"}}"# }
        return #"[{"name":"db","db":[\#(databases.joined(separator: ","))],"repo":[\#(states.joined(separator: ","))]}]"#
    }

    private func create(_ repositories: Repositories, _ storage: BackupsDefinition.Storage, takenOver: Set<String> = []) async throws {
        try await StanzaKeeper(tools: PodTools(pods: repositories)).create(
            StanzaStep(pod: Self.pod, podUID: "p", systemIdentifier: "7", revisions: [:], takenOver: takenOver), in: Self.cluster(storage))
    }

    private func file(_ storage: BackupsDefinition.Storage) -> String { PgBackRestConfiguration.instance(of: Self.cluster(storage)) }

    @Test("an empty place gets one", arguments: [nil, 7] as [Int64?]) func empty(identifier: Int64?) async throws {
        let repositories = Repositories(file: file(Self.bucket)) { _ in Self.info([(1, identifier)]) }
        try await create(repositories, Self.bucket)
        #expect(repositories.run == ["stanza-create"])
    }

    @Test("what was empty before is known afterwards") func emptyBefore() async throws {
        for (identifier, empty) in [(nil, ["repo1"]), (7, [])] as [(Int64?, Set<String>)] {
            let repositories = Repositories(file: file(Self.bucket)) { _ in Self.info([(1, identifier)]) }
            let step = StanzaStep(pod: Self.pod, podUID: "p", systemIdentifier: "7", revisions: [:])
            #expect(try await StanzaKeeper(tools: PodTools(pods: repositories)).create(step, in: Self.cluster(Self.bucket)) == empty)
        }
    }

    @Test("nothing is done while the Pod sees an older configuration") func outdated() async throws {
        let repositories = Repositories(file: "[global]") { _ in Self.info([(1, nil)]) }
        await #expect(throws: ActionProblem.self) { try await create(repositories, Self.bucket) }
        #expect(repositories.run == [])
    }

    @Test("a place in a bucket with another database's archive is refused, and one that is free is proposed") func occupied() async throws {
        let repositories = Repositories(file: file(Self.bucket)) { command in
            // The plainest proposal is in use, too.
            Self.info([(1, command.contains("--repo1-path=/pgbackrest/repo1/ns-c-2") ? nil : 8)])
        }
        do {
            try await create(repositories, Self.bucket)
            Issue.record("another database's archive was taken")
        } catch let problem as ActionProblem {
            #expect(problem.message.hasPrefix("spec.backups.pgbackrest.global.repo1-path: /pgbackrest/repo1 "))
            #expect(problem.message.contains("such as /pgbackrest/repo1/ns-c-2"))
            #expect(problem.message.contains("egret.dev/take-over-archive=repo1"))
        }
        #expect(repositories.run == [])
    }

    @Test("with a person's word, or on a volume of this cluster's name, the archive goes on") func takenOver() async throws {
        func commands(_ storage: BackupsDefinition.Storage, takenOver: Set<String> = []) async throws -> [String] {
            let repositories = Repositories(file: file(storage), failing: "stanza-create") { _ in Self.info([(1, 8)]) }
            try await create(repositories, storage, takenOver: takenOver)
            return repositories.run
        }
        #expect(try await commands(Self.bucket, takenOver: ["repo1"]) == ["stanza-create", "stanza-upgrade"])
        #expect(try await commands(.volume(PersistentVolumeClaimSpec())) == ["stanza-create", "stanza-upgrade"])
    }

    @Test("a failure where nothing is taken over upgrades nothing") func failure() async throws {
        let repositories = Repositories(file: file(Self.bucket), failing: "stanza-create") { _ in Self.info([(1, nil)]) }
        await #expect(throws: ActionProblem.self) { try await create(repositories, Self.bucket) }
        #expect(repositories.run == ["stanza-create"])
    }

    @Test("a repository that cannot be read says why, on one line") func unreadable() async throws {
        let repositories = Repositories(file: file(Self.bucket)) { _ in
            #"[{"name":"db","db":[],"repo":[{"key":1,"status":{"code":99,"message":"[ProtocolError] HTTP 403:\n*** Path ***:\nx"}}]}]"#
        }
        do {
            try await create(repositories, Self.bucket)
            Issue.record("the repository was used")
        } catch let problem as ActionProblem {
            #expect(problem.message == "repo1 cannot be used: [ProtocolError] HTTP 403:")
        }
    }

    private func delete(_ repositories: Repositories, _ repos: [String]) async throws {
        try await StanzaKeeper(tools: PodTools(pods: repositories)).delete(
            StanzaDeletion(pod: Self.pod, podUID: "p", repos: repos, systemIdentifier: "7", revision: "7"))
    }

    @Test("only what is there is deleted, and pgBackRest is stopped before each") func deletion() async throws {
        let repositories = Repositories(file: "") { _ in Self.info([(1, 7), (2, nil), (3, 7)]) }
        try await delete(repositories, ["repo1", "repo2", "repo3"])
        #expect(repositories.run == ["stop", "--repo=1 stanza-delete --force", "stop", "--repo=3 stanza-delete --force"])
    }

    @Test("nothing is deleted anywhere when one repository holds another database's archive") func mismatch() async throws {
        let repositories = Repositories(file: "") { _ in Self.info([(1, 7), (2, 8)]) }
        await #expect(throws: ActionProblem.self) { try await delete(repositories, ["repo1", "repo2"]) }
        #expect(repositories.run == [])
    }
}

/// Backups that a changed spec would remove.
@Suite("Switching backups off") struct BackupSwitchTests {
    @Test("needs a person's authority, and works with it") func authority() throws {
        let setup = ClusterLifecycleTests.Setup()
        let api = setup.simulation.api
        let host = ObjectKey(namespace: "ns", name: "c-repo-host")
        api.put(ClusterLifecycleTests.resource())
        setup.start()
        try setup.run(until: "the cluster is ready") { setup.isReady }
        api.edit(PerconaPGCluster.self, ClusterLifecycleTests.key) { $0.json[path: ["spec", "backups", "enabled"]] = false }
        try setup.run(until: "the spec is refused") {
            setup.status?["conditions"]?.array?.contains { $0["type"] == "Accepted" && $0["status"] == "False" } == true
        }
        let progressing = setup.status?["conditions"]?.array?.first { $0["type"] == "Progressing" }
        #expect(progressing?["reason"] == "Paused" && progressing?["message"]?.string?.contains("authorize backup removal") == true)
        #expect(api.object(StatefulSet.self, host) != nil)
        #expect(api.object(PersistentVolumeClaim.self, ObjectKey(namespace: "ns", name: "c-repo1")) != nil)
        api.edit(PerconaPGCluster.self, ClusterLifecycleTests.key) {
            $0.json[path: ["metadata", "annotations"]] = ["pgv2.percona.com/authorizeBackupRemoval": "true"]
        }
        try setup.run(until: "pgBackRest is gone") {
            api.object(StatefulSet.self, host) == nil
                && api.object(PersistentVolumeClaim.self, ObjectKey(namespace: "ns", name: "c-repo1")) == nil
        }
        #expect(api.object(Secret.self, ObjectKey(namespace: "ns", name: "c-pgbackrest")) == nil)
        #expect(api.object(PersistentVolumeClaim.self, ObjectKey(namespace: "ns", name: "c-repo1")) == nil)
        #expect(api.objects(PersistentVolumeClaim.self).count == 3, "data volumes stay")
    }
}
