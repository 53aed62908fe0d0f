import ArgumentParser
import KubernetesClient
import KubernetesModel
import Testing

@testable import EgretCommand

@Suite("pg logs") struct LogsTests {
    @Test(
        "come from the Pods of a role",
        arguments: [
            (LogRole.database, ["cluster1-instance1-aaaa-0 database", "cluster1-instance1-bbbb-0 database"]),
            (.primary, ["cluster1-instance1-aaaa-0 database"]), (.replica, ["cluster1-instance1-bbbb-0 database"]),
            (.pooler, ["cluster1-pgbouncer-5d4-x pgbouncer"]), (.repo, ["cluster1-repo-host-0 pgbackrest"]),
            (.job, ["cluster1-backup-abcd-x pgbackrest"]),
        ])
    func roles(_ role: LogRole, _ expected: [String]) async throws {
        let sources = try await ExampleCluster().overview().logSources(role, container: nil, name: nil)
        #expect(sources.map { "\($0.pod.name) \($0.container)" } == expected)
    }

    @Test("of one instance, by the name of the instance or of its Pod", arguments: ["cluster1-instance1-bbbb", "cluster1-instance1-bbbb-0"])
    func instance(_ name: String) async throws {
        let sources = try await ExampleCluster().overview().logSources(.database, container: "pgbackrest", name: name)
        #expect(sources.map(\.pod.name) == ["cluster1-instance1-bbbb-0"] && sources[0].container == "pgbackrest")
    }

    @Test("of what is not there: says what there is")
    func missing() async throws {
        let overview = try await ExampleCluster().overview()
        let pod = #expect(throws: CommandFailure.self) { try overview.logSources(.pooler, container: nil, name: "x") }
        #expect(pod?.description == "cluster cluster1 has no Pod x with the role pooler; there are: cluster1-pgbouncer-5d4-x")
        let container = #expect(throws: CommandFailure.self) { try overview.logSources(.repo, container: "database", name: nil) }
        #expect(container?.description == "--container database: Pod cluster1-repo-host-0 has pgbackrest, pgbackrest-config")
    }

    @Test("take what was typed", arguments: [("90s", 90), ("15m", 900), ("2h", 7200), ("1d", 86_400)])
    func since(_ text: String, _ seconds: Int) throws {
        let options = try LogsCommand.parse(["--since", text, "-f", "--tail", "-1"]).options
        #expect(options.since == .seconds(seconds) && options.follow && options.tailLines == nil)
        #expect(try LogsCommand.parse([]).options.tailLines == 200)
    }

    @Test("no age is nothing that was not meant", arguments: ["", "5", "m", "-5m", "5w", "1.5h"])
    func noAge(_ text: String) { #expect(LogAge(argument: text) == nil) }

    @Test("lines say where they come from where there are several sources")
    func prefixes() {
        let one = LogSource(pod: ObjectKey(namespace: "n", name: "a"), container: "database")
        let two = LogSource(pod: ObjectKey(namespace: "n", name: "b"), container: "database")
        #expect(LogPrefix([one], .plain)[one].isEmpty)
        #expect(LogPrefix([one, two], .plain)[two] == "[b] ")
        let other = LogSource(pod: two.pod, container: "pgbackrest")
        #expect(LogPrefix([one, other], .plain)[other] == "[b/pgbackrest] ")
    }
}
