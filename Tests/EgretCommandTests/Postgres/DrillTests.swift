import ControllerRuntimeTesting
import KubernetesClient
import KubernetesModel
import PostgresAPI
import PostgresCluster
import Testing

@testable import EgretCommand

@Suite("pg drill") struct DrillCommandTests {
    private let cluster = ExampleCluster().resource

    @Test("asks by an annotation with a new value, and names the repository only where one is named")
    func order() throws {
        let plain = try DrillOrder(repo: nil, of: cluster, at: ExampleCluster.now)
        #expect(
            plain.patch == [
                "metadata": ["annotations": ["egret.dev/drill": "cluster1-drill-20261124-120000", "egret.dev/drill-repo": .null]]
            ])
        let chosen = try DrillOrder(repo: "repo2", of: cluster, at: ExampleCluster.now)
        #expect(chosen.patch[path: "metadata", "annotations", "egret.dev/drill-repo"] == "repo2")
        let unknown = #expect(throws: CommandFailure.self) { try DrillOrder(repo: "repo4", of: cluster, at: ExampleCluster.now) }
        #expect(unknown?.description == "--repo repo4: spec.backups.pgbackrest.repos of cluster cluster1 has repo1, repo2")
    }

    static func last(_ reason: String, message: String = "", request: String = "d", label: String? = "20261124-100000F") -> JSONValue {
        var json: JSONValue = [
            "name": "cluster1-drill-abcd", "reason": .string(reason), "message": .string(message), "repo": "repo1", "request": .string(request),
            "started": .string(ExampleCluster.ago(700).description), "completed": .string(ExampleCluster.ago(600).description),
            "bytes": 31_457_280, "restoreSeconds": 12, "recoverySeconds": 3, "recoveredTo": "2026-11-24 11:40:00+00",
        ]
        json["backup"] = label.map { .string($0) }
        return json
    }

    /// A drill that is being waited for, while what the cluster says of drills changes as given.
    private func wait(_ steps: [JSONValue], limit: Duration? = nil) async throws -> (end: DrillCommand.End, text: String) {
        let api = InMemoryAPI()
        api.put(cluster)
        let written = Written()
        let line = ProgressLine(isTerminal: false) { written.add($0) }
        async let end = DrillCommand.wait(for: "d", at: ExampleCluster.key, of: api, limit: limit, line: line)
        for step in steps {
            let before = written.text
            api.edit(PerconaPGCluster.self, ExampleCluster.key) { $0.json[path: ["status", "pgbackrest", "drills"]] = step }
            if step[path: "last", "request"] != "d" {
                while written.text == before { try await Task.sleep(for: .milliseconds(2)) }
            }
        }
        return (try await end, written.text)
    }

    @Test("waits until its own drill has ended, and says what it waits for", .timeLimit(.minutes(1)))
    func verified() async throws {
        let (end, text) = try await wait([
            ["last": Self.last("PagesDamaged", request: "an earlier one"), "message": "the drill waits: backup b runs"],
            ["running": "cluster1-drill-abcd"], ["last": Self.last("Verified")],
        ])
        let outcome = try #require(end.outcome)
        #expect(
            DrillCommand.words(of: outcome)
                == "20261124-100000F in repo1: verified, up to the transaction of 2026-11-24 11:40:00+00; 30 MiB restored in 12 s, WAL replayed in 3 s"
        )
        #expect(text.contains("the drill waits: backup b runs\n") && text.contains("cluster1-drill-abcd restores and checks\n"))
    }

    @Test("tells what was found", .timeLimit(.minutes(1)))
    func notVerified() async throws {
        let (end, _) = try await wait([["last": Self.last("BackupUnreadable", message: "[026]: checksum")]])
        #expect(DrillCommand.words(of: try #require(end.outcome)) == "20261124-100000F in repo1: not verified, BackupUnreadable: [026]: checksum")
    }

    @Test("gives up when the time is over", .timeLimit(.minutes(1)))
    func late() async throws {
        let (end, _) = try await wait([], limit: .milliseconds(50))
        #expect(end.isLate && end.outcome == nil && end.message == "the operator has not begun it yet")
    }

    @Test("GoldenStatus: what drills have found")
    func status() async throws {
        var example = ExampleCluster()
        example.backups = [
            ExampleCluster.backup(
                "first", created: 7_200,
                [
                    "state": "Succeeded", "backupType": "full", "backupName": "20261124-100000F",
                    "completed": .string(ExampleCluster.ago(7_000).description),
                    "drill": Self.last("Verified"),
                ])
        ]
        var texts: [String] = []
        for drills: JSONValue in [
            ["schedule": "@daily", "nextScheduleTime": "2026-11-25T00:00:00Z"],
            ["last": Self.last("Verified"), "schedule": "@daily", "nextScheduleTime": "2026-11-25T00:00:00Z"],
            [
                "last": Self.last("MarkerNotReached", message: "recovery ended at 0/4"),
                "lastVerifiedTime": .string(ExampleCluster.ago(90_000).description),
            ],
            ["last": Self.last("NoRoom", message: "the volume is full", label: nil)], ["running": "cluster1-drill-abcd"],
        ] {
            example.moreStatus = ["pgbackrest": ["drills": drills]]
            let text = try await example.overview().text()
            texts.append(text.split(separator: "\n").first { $0.hasPrefix("Recovery") }.map { String($0) + "\n" } ?? "none\n")
        }
        let table = try await example.overview().text().split(separator: "\n").drop { $0 != "Backups" }.prefix(3).joined(separator: "\n")
        try expectRecorded(texts.joined() + table + "\n", at: "Tests/EgretCommandTests/Golden/status-drills.txt")
    }
}
