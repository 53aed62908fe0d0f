import Foundation
import KubernetesModel
import Synchronization
import Testing

@testable import PodPrograms

@Suite("The program of a restore drill") struct DrillTests {
    /// A repository and a server as tests want them.
    final class Tools: Sendable {
        struct State: Sendable {
            var info = DrillTests.info(["20270115-080000F", "20270115-090000F"])
            /// Answers by the first words of a command; what is not named succeeds.
            var answers: [String: DrillTools.Outcome] = [:]
            var history = "1\t0/3000000\tno recovery target specified\n\n2\t0/6000000\tno recovery target specified\n"
            var failure: Recovery.Failure?
            var said = "2027 LOG:  last completed transaction was at log time 2027-01-15 09:30:00.5+00\n"
            var calls: [[String]] = []
        }
        let folder: TemporaryFolder
        let state = Mutex(State())

        init() throws { folder = try TemporaryFolder() }

        var tools: DrillTools {
            DrillTools(
                run: { command, _ in
                    self.state.withLock { state in
                        state.calls.append(command)
                        let words = command.prefix(2).joined(separator: " ")
                        if let answer = state.answers[words] ?? state.answers[command[0]] { return answer }
                        return .init(status: 0, text: words == "pgbackrest info" ? state.info : "")
                    }
                },
                start: { data in
                    if let failure = self.state.withLock({ $0.failure }) { throw failure }
                    try Files.makeFolder("\(data)/pg_wal", mode: 0o700)
                    // A timeline that was archived is there, too.
                    try Files.write("1\t0/3000000\tx\n".utf8, to: "\(data)/pg_wal/00000002.history")
                    try Files.write(self.state.withLock { $0.history }.utf8, to: "\(data)/pg_wal/00000003.history")
                    return self.state.withLock { $0.said }
                },
                stop: { _ in self.state.withLock { $0.calls.append(["stop"]) } }, socket: "/socket")
        }

        func drill(marker: UInt64 = 0x500_0028) -> Drill {
            var checks = Drill.Checks()
            checks.amcheck = ["--heapallindexed"]
            checks.sql = "\(folder.path)/checks.sql"
            checks.pages = true
            try? folder.file("checks.sql", "select true")
            return Drill(
                major: 17, stanza: "db", repo: "1", marker: LogPosition(bytes: marker), checks: checks, dataVolume: "\(folder.path)/pgdata",
                tools: tools,
                time: Time(elapsed: { .zero }, sleep: { _ in }), log: { _ in })
        }

        var commands: [String] { state.withLock { $0.calls.map { $0.prefix(2).joined(separator: " ") } } }
    }

    static func info(_ labels: [String], code: Int64 = 0, message: String = "ok", hasErrors: Bool = false) -> String {
        let backups = labels.enumerated().map { index, label -> JSONValue in
            [
                "label": .string(label), "database": ["id": 2], "error": .bool(hasErrors),
                "timestamp": ["start": 1, "stop": .integer(1_800_000_000 + Int64(index))],
            ]
        }
        let other: JSONValue = ["label": "other database", "database": ["id": 1], "timestamp": ["start": 1, "stop": 1_900_000_000]]
        return JSONValue.array([
            [
                "name": "db", "db": [["id": 1, "system-id": 1], ["id": 2, "system-id": 2]], "backup": .array(backups + [other]),
                "repo": [["key": 1, "status": ["code": .integer(code), "message": .string(message)]]],
            ]
        ]).text
    }

    @Test("verifies the newest backup of the present database, and tells what it measured") func verifies() async throws {
        let tools = try Tools()
        let (finding, report) = await tools.drill().run()
        #expect(finding == .verified, "\(report)")
        #expect(report["backup"] == "20270115-090000F")
        #expect(report["marker"] == "0/5000028" && report["position"] == "0/6000000")
        #expect(report["recoveredTo"] == "2027-01-15 09:30:00.5+00")
        #expect(report["checks"] == ["recovery", "amcheck", "sql", "pageChecksums"])
        #expect(tools.commands == ["pgbackrest info", "pgbackrest restore", "pg_amcheck --all", "psql -XAtqw", "stop", "pg_checksums --check"])
        let restore = tools.state.withLock { $0.calls[1] }
        #expect(restore.contains("--set=20270115-090000F") && restore.contains("--repo=1"))
        #expect(tools.state.withLock { $0.calls[2] }.contains("--heapallindexed"))
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let finding: Drill.Finding
        let words: String
        let change: @Sendable (inout Tools.State) -> Void
        init(_ what: String, _ finding: Drill.Finding, _ words: String, _ change: @escaping @Sendable (inout Tools.State) -> Void) {
            (testDescription, self.finding, self.words, self.change) = (what, finding, words, change)
        }
    }

    static func answer(_ status: Int32, _ text: String) -> DrillTools.Outcome { .init(status: status, text: text) }

    static let rows = [
        Row("a file of the backup that is damaged", .backupUnreadable, "error restoring") {
            $0.answers["pgbackrest restore"] = answer(26, "P00   INFO: x\nP00  ERROR: [026]: error restoring 'base/1/2': actual checksum 'a'\n")
        },
        Row("a repository that holds nothing", .noBackup, "no complete backup") { $0.info = info([], code: 2, message: "no valid backups") },
        Row("a repository without a stanza", .backupUnreadable, "no stanza") { $0.info = "[]" },
        Row("a list of backups that is damaged", .backupUnreadable, "[ChecksumError] invalid checksum") {
            $0.info = info([], code: 99, message: "[ChecksumError] invalid checksum in backup.info")
        },
        Row("a repository that cannot be reached, by its list", .repositoryUnreachable, "unable to connect") {
            $0.info = info([], code: 99, message: "[HostConnectError] unable to connect to 'host'")
        },
        Row("a repository that cannot be reached", .repositoryUnreachable, "[049]") {
            $0.answers["pgbackrest restore"] = answer(49, "P00  ERROR: [049]: unable to connect to 'host:8432'\n")
        },
        Row("a volume that is too small", .noRoom, "No space left") {
            $0.answers["pgbackrest restore"] = answer(64, "P01  ERROR: [064]: unable to write '/pgdata/x': [28] No space left on device\n")
        },
        Row("a backup that retention removes meanwhile", .backupExpired, "was removed from repo1") {
            $0.answers["pgbackrest restore"] = answer(55, "P00  ERROR: [055]: unable to open missing file\n")
            $0.answers["pgbackrest info"] = nil
        },
        Row("a recovery that is cut short by a damaged segment", .markerNotReached, "pgBackRest said [042]: unexpected eof; HINT: x") {
            $0.history = "2\t0/4000000\tno recovery target specified\n"
            $0.said = "2027 LOG:  restored log file\nP00  ERROR: [042]: unexpected eof\n           HINT: x\n2027 LOG:  redo done at 0/3FFFF\n"
        },
        Row("a recovery that is cut short since the repository does not answer", .repositoryUnreachable, "WAL could not be fetched") {
            $0.history = "2\t0/4000000\tno recovery target specified\n"
            $0.said = "P00  ERROR: [049]: unable to connect to 'host'\n"
        },
        Row("a recovery that ends just at the mark", .markerNotReached, "recovery ended at 0/5000028") {
            $0.history = "2\t0/5000028\tno recovery target specified\n"
        },
        Row("a recovery that fails", .recoveryFailed, "invalid checkpoint record") {
            $0.failure = Recovery.Failure(description: "recovery failed: invalid checkpoint record", said: "PANIC: invalid checkpoint record")
        },
        Row("a recovery without room", .noRoom, "could not extend") {
            $0.failure = Recovery.Failure(
                description: "recovery failed: could not extend file", said: "FATAL: could not extend file: No space left on device")
        },
        Row("an index that lacks rows", .structureDamaged, "lacks matching index tuple") {
            $0.answers["pg_amcheck"] = answer(
                2, "btree index \"app.public.t_pkey\":\n    ERROR:  heap tuple (0,1) from table \"t\" lacks matching index tuple\n")
        },
        Row("an image without amcheck", .checkNotRun, "is not available") {
            $0.answers["pg_amcheck"] = answer(1, "pg_amcheck: error: query failed: ERROR:  extension \"amcheck\" is not available\n")
        },
        Row("SQL that fails", .sqlFailed, "relation \"t\" does not exist") {
            $0.answers["psql"] = answer(3, "7\npsql:/x:1: ERROR:  relation \"t\" does not exist\nLINE 1: select secret\n")
        },
        Row("SQL that says false", .sqlFailed, "row 2") { $0.answers["psql"] = answer(0, "t\nf\n") },
        Row("a page with a wrong checksum", .pagesDamaged, "checksum verification failed in file") {
            $0.answers["pg_checksums"] = answer(
                1, "pg_checksums: error: checksum verification failed in file \"base/5/16384\", block 0: calculated checksum A but block contains B\n"
            )
        },
        Row("a backup of damaged pages", .pagesDamaged, "when it took 20270115-090000F") {
            $0.info = info(["20270115-080000F", "20270115-090000F"], hasErrors: true)
        },
        Row("a cluster without checksums", .verified, "") {
            $0.answers["pg_checksums"] = answer(1, "pg_checksums: error: data checksums are not enabled in cluster\n")
        },
    ]

    @Test("finds", arguments: rows) func finds(_ row: Row) async throws {
        let tools = try Tools()
        tools.state.withLock { row.change(&$0) }
        var drill = tools.drill()
        if row.finding == .backupExpired {
            let real = drill.tools
            drill.tools.run = { command, withErrors in
                let outcome = try real.run(command, withErrors)
                if command[1] == "restore" { tools.state.withLock { $0.info = Self.info(["20270115-100000F"]) } }
                return outcome
            }
        }
        let (finding, report) = await drill.run()
        #expect(finding == row.finding, "\(report)")
        #expect(report["message"]?.string?.contains(row.words) == true || row.words.isEmpty, "\(report)")
        if finding == .sqlFailed { #expect(report["message"]?.string?.contains("secret") == false, "what SQL prints is the user's") }
        let fetches = tools.commands.filter { $0 == "pgbackrest restore" }.count
        if row.words == "[049]" { #expect(fetches == 3, "a repository may not answer for a moment") }
        if finding == .backupUnreadable { #expect(fetches <= 1) }
    }

    @Test("misses a check that it cannot make") func withoutSQL() async throws {
        let tools = try Tools()
        var drill = tools.drill()
        drill.checks.sql = "/nowhere/checks.sql"
        let (finding, _) = await drill.run()
        #expect(finding == .sqlMissing && !finding.isVerdict)
    }

    @Test("does no more than it is asked for") func few() async throws {
        let tools = try Tools()
        var drill = tools.drill()
        drill.checks = Drill.Checks()
        let (finding, report) = await drill.run()
        #expect(finding == .verified && report["checks"] == ["recovery"])
        #expect(tools.commands == ["pgbackrest info", "pgbackrest restore", "stop"])
    }

    @Test("is told by arguments what to do") func arguments() throws {
        let invocation = Invocation(
            name: "drill", arguments: ["17", "db", "2", "1/5000028", "--amcheck=heapallindexed", "--sql=/etc/x.sql", "--page-checksums"])
        let drill = try #require(Drill(invocation))
        #expect(drill.repo == "2" && drill.marker.description == "1/5000028")
        #expect(drill.checks.amcheck == ["--heapallindexed"] && drill.checks.sql == "/etc/x.sql" && drill.checks.pages)
        for wrong in [["17", "db", "1"], ["17", "db", "1", "x"], ["17", "db", "1", "0/1", "--other"]] {
            #expect(Drill(Invocation(name: "drill", arguments: wrong)) == nil)
        }
    }

    @Test("finds only what the document explains") func document() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/drills.md").standardizedFileURL
        let text = try String(contentsOf: file, encoding: .utf8)
        for finding in Drill.Finding.allCases {
            let row = try #require(text.split(separator: "\n").first { $0.hasPrefix("| `\(finding.rawValue)` |") }, "\(finding)")
            #expect(row.contains("| Inconclusive |") == !finding.isVerdict, "\(finding)")
        }
    }
}
