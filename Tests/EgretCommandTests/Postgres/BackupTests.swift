import ArgumentParser
import ControllerRuntimeTesting
import KubernetesClient
import KubernetesModel
import PostgresAPI
import Testing

@testable import EgretCommand

@Suite("pg backup") struct BackupCommandTests {
    private let cluster = ExampleCluster().resource

    @Test("asks for what was typed")
    func request() throws {
        let plain = try BackupRequest().resource(for: cluster, at: ExampleCluster.now)
        #expect(plain.key == ObjectKey(namespace: "postgres-operator", name: "cluster1-backup-20261124-120000"))
        #expect(plain.spec.json == ["pgCluster": "cluster1", "repoName": "repo1"])
        let full = try BackupRequest(repo: "repo2", type: .full, options: ["--archive-timeout=120"], name: "before-upgrade")
            .resource(for: cluster, at: ExampleCluster.now)
        #expect(full.metadata.name == "before-upgrade")
        #expect(full.spec.json == ["pgCluster": "cluster1", "repoName": "repo2", "options": ["--type=full", "--archive-timeout=120"]])
    }

    @Test("names the repositories that there are, and the field that switches backups off")
    func refusals() throws {
        let unknown = #expect(throws: CommandFailure.self) { try BackupRequest(repo: "repo4").resource(for: cluster, at: ExampleCluster.now) }
        #expect(unknown?.description == "--repo repo4: spec.backups.pgbackrest.repos of cluster cluster1 has repo1, repo2")
        var without = cluster
        without.json[path: "spec", "backups", "enabled"] = false
        let disabled = #expect(throws: CommandFailure.self) { try BackupRequest().resource(for: without, at: ExampleCluster.now) }
        #expect(disabled?.description == "cluster cluster1 has no backups: spec.backups.enabled is false; set it to true first")
    }

    @Test("takes options that begin with a dash", arguments: [["--option", "--archive-timeout=120"], ["--option=--archive-timeout=120"]])
    func options(_ arguments: [String]) throws {
        #expect(try BackupCommand.parse(arguments).options == ["--archive-timeout=120"])
    }

    /// A backup that is being waited for, while its status changes as given.
    private func wait(_ statuses: [JSONValue?], limit: Duration? = nil) async throws -> (end: (backup: BackupRecord, isLate: Bool), text: String) {
        let api = InMemoryAPI()
        let resource = api.put(ExampleCluster.backup("b", created: 5, .emptyObject))
        let written = Written()
        let line = ProgressLine(isTerminal: false) { written.add($0) }
        async let end = BackupCommand.wait(for: BackupRecord(resource), of: api, limit: limit, line: line)
        for status in statuses {
            let before = written.text
            if let status {
                api.edit(PerconaPGBackup.self, resource.key) { $0.json["status"] = status }
                if status["state"] != "Succeeded" && status["state"] != "Failed" {
                    while written.text == before { try await Task.sleep(for: .milliseconds(2)) }
                }
            } else {
                api.remove(PerconaPGBackup.self, resource.key)
            }
        }
        return (try await end, written.text)
    }

    @Test("waits until it has succeeded, and shows how far it is", .timeLimit(.minutes(1)))
    func succeeds() async throws {
        let (end, text) = try await wait([
            ["conditions": [["type": "BackupLeaseAcquired", "status": "False", "reason": "x", "message": "backup a runs"]]],
            ["state": "Starting"],
            ["state": "Running", "progress": ["percent": 50, "bytes": 1_048_576, "totalBytes": 2_097_152]],
            ["state": "Succeeded", "backupType": "full", "backupName": "20261124-120000F", "size": 1_048_576],
        ])
        #expect(!end.isLate)
        #expect(BackupCommand.words(of: end.backup) == "full backup 20261124-120000F of cluster1 in repo1, 1 MiB added to the repository")
        #expect(text.contains("b waits: backup a runs\n"))
        #expect(text.contains("b is starting\n"))
        #expect(text.contains("[███████████████···············]  50 %, 1 MiB of 2 MiB\n"))
    }

    @Test("tells the reason when it fails", .timeLimit(.minutes(1)))
    func fails() async throws {
        let (end, _) = try await wait([["state": "Failed", "error": "[103]: unable to find a valid repository"]])
        #expect(end.backup.state == .failed)
        #expect(BackupCommand.words(of: end.backup) == "b failed: [103]: unable to find a valid repository")
    }

    @Test("ends when the backup is deleted", .timeLimit(.minutes(1)))
    func deleted() async throws {
        let error = await #expect(throws: CommandFailure.self) { try await wait([["state": "Running"], nil]) }
        #expect(error?.description == "pg-backup b was deleted: the backup is cancelled")
    }

    @Test("goes on when the API server breaks off", .timeLimit(.minutes(1)))
    func interrupted() async throws {
        let api = InMemoryAPI()
        let resource = api.put(ExampleCluster.backup("b", created: 5, ["state": "Running"]))
        let written = Written()
        let line = ProgressLine(isTerminal: false) { written.add($0) }
        async let end = BackupCommand.wait(for: BackupRecord(resource), of: api, limit: nil, line: line)
        while !api.requests.contains(where: { $0.query.contains(.init("watch", "true")) }) { try await Task.sleep(for: .milliseconds(2)) }
        api.cutWatches()
        while !written.text.contains("the API server does not answer") { try await Task.sleep(for: .milliseconds(2)) }
        api.edit(PerconaPGBackup.self, resource.key) { $0.json["status"] = ["state": "Succeeded"] }
        #expect(try await end.backup.state == .succeeded)
    }

    @Test("ends when the time is over, and says how it was by then", .timeLimit(.minutes(1)))
    func late() async throws {
        let (end, _) = try await wait([["state": "Running"]], limit: .milliseconds(300))
        #expect(end.isLate && end.backup.state == .running)
    }
}

@Suite("pg backups") struct BackupsCommandTests {
    @Test("GoldenBackups: the newest first")
    func table() async throws {
        let backups = try await BackupRecord.list(of: "cluster1", in: "postgres-operator", of: ExampleCluster().api)
        #expect(backups.map(\.name) == ["second", "broken", "first"])
        try expectRecorded(BackupRecord.table(of: backups, at: ExampleCluster.now).text(), at: "Tests/EgretCommandTests/Golden/backups.txt")
        let document = OutputDocument.of("BackupList", ["items": .array(backups.map(\.json))])
        try expectRecorded(OutputFormat.yaml.text(document), at: "Tests/EgretCommandTests/Golden/backups.yaml")
    }

    @Test("of one cluster are not those of another")
    func ofOne() async throws {
        #expect(try await BackupRecord.list(of: "cluster2", in: nil, of: ExampleCluster().api).isEmpty)
    }
}
