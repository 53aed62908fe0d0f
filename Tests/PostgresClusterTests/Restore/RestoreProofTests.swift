import KubernetesModel
import Testing

@testable import PostgresCluster

@Suite("Whether a restore can succeed") struct RestoreProofTests {
    /// The answer of `pgbackrest info`: two backups on timeline 1, the second abandoned by timeline 2, and one on that.
    static let info = """
        [{"archive":[{"database":{"id":1,"repo-key":1},"id":"17-1","max":"000000020000000000000009","min":"000000010000000000000002"}],
        "backup":[
        {"archive":{"start":"000000010000000000000002","stop":"000000010000000000000002"},"database":{"id":1,"repo-key":1},"error":false,
         "info":{"delta":9,"repository":{"delta":3},"size":1048576},"label":"20261124-080000F","lsn":{"start":"0/2000028","stop":"0/2000100"},
         "timestamp":{"start":1795507200,"stop":1795507210},"type":"full"},
        {"archive":{"start":"000000010000000000000005","stop":"000000010000000000000005"},"database":{"id":1,"repo-key":1},"error":false,
         "info":{"size":1048576},"label":"20261124-080000F_20261124-090000I","lsn":{"start":"0/5000028","stop":"0/5000100"},
         "timestamp":{"start":1795510800,"stop":1795510810},"type":"incr"},
        {"archive":{"start":"000000020000000000000008","stop":"000000020000000000000008"},"database":{"id":1,"repo-key":1},"error":false,
         "info":{"size":1048576},"label":"20261124-100000F","lsn":{"start":"0/8000028","stop":"0/8000100"},
         "timestamp":{"start":1795514400,"stop":1795514410},"type":"full"}],
        "cipher":"none","db":[{"id":1,"repo-key":1,"system-id":7412345678901234567,"version":"17"}],"name":"db",
        "repo":[{"cipher":"none","key":1,"status":{"code":0,"message":"ok"}}],"status":{"code":0,"message":"ok"}}]
        """

    static func report(history: String = "1\t0/4000100\tno recovery target specified\n") throws -> RepositoryReport {
        var report = try #require(RepositoryReport(info: try JSONValue(parsing: info)))
        report.read(history: history)
        return report
    }

    static func time(_ text: String) -> Timestamp { Timestamp(parsing: text) ?? Timestamp(secondsSince1970: 0) }

    static func proof(_ options: String..., change: (inout RestoreProof) -> Void = { _ in }) throws -> RestoreProof.Outcome {
        var proof = RestoreProof(
            options: try RestoreOptions(parsing: options), repo: "repo1", report: try report(), systemIdentifier: "7412345678901234567",
            archivedUntil: time("2026-11-24T11:00:00Z"), archivedPosition: 0x900_0000, now: time("2026-11-24T11:00:01Z"), free: 1 << 30)
        change(&proof)
        return proof.outcome
    }

    @Test("the report says what a repository holds") func report() throws {
        let report = try Self.report()
        #expect(report.backups.map(\.label) == ["20261124-080000F", "20261124-080000F_20261124-090000I", "20261124-100000F"])
        #expect(report.systemIdentifier == "7412345678901234567")
        #expect(report.problem == nil)
        #expect(report.timeline == 2)
        #expect(report.historyFile == "00000002.history")
        #expect(report.archive == "17-1")
        #expect(report.backups.map { report.leadsOn($0) } == [true, false, true])
        #expect(RepositoryReport(info: [])?.problem?.contains("no stanza") == true)
        #expect(RepositoryReport(info: "x") == nil)
    }

    @Test(
        "takes the newest backup that leads to the target",
        arguments: [
            ([], "20261124-100000F"),
            (["--type=immediate"], "20261124-100000F"),
            (["--type=time", "--target='2026-11-24 10:30:00+00'"], "20261124-100000F"),
            // The increment of 09:00 is on a branch that was left at 0/4000100.
            (["--type=time", "--target='2026-11-24 09:30:00+00'"], "20261124-080000F"),
            (["--type=time", "--target='2026-11-24 09:30:00+00'", "--target-timeline=1"], "20261124-080000F_20261124-090000I"),
            (["--type=lsn", "--target=0/3000000"], "20261124-080000F"),
            (["--set=20261124-080000F"], "20261124-080000F"),
            (["--type=xid", "--target=800"], "20261124-100000F"),
        ] as [([String], String)])
    func takes(_ options: [String], _ label: String) throws {
        var proof = RestoreProof(
            options: try RestoreOptions(parsing: options), repo: "repo1", report: try Self.report(), now: Self.time("2026-11-24T11:00:00Z"))
        proof.systemIdentifier = "7412345678901234567"
        guard case .possible(let course) = proof.outcome else {
            Issue.record("\(proof.outcome)")
            return
        }
        #expect(course.backup.label == label)
        #expect(course.options.first == "--set=\(label)")
        #expect(!course.discardsPreviousData)
    }

    static func reason(_ outcome: RestoreProof.Outcome) -> String {
        if case .impossible(let reason) = outcome { reason } else { "\(outcome)" }
    }

    @Test("is denied with what would be right") func denied() throws {
        let rows: [(RestoreProof.Outcome, [String])] = [
            (try Self.proof("--type=time", "--target='2026-11-24 12:00:00+00'"), ["in the future", "2026-11-24T08:00:10Z", "2026-11-24T11:00:00Z"]),
            (try Self.proof("--type=time", "--target='2026-11-24 08:00:05+00'"), ["before the end of the first backup"]),
            (try Self.proof("--type=time", "--target='2026-11-24 11:00:00.5+00'"), ["later than what is archived"]),
            (try Self.proof("--type=lsn", "--target=0/1000000"), ["before the end of the first backup"]),
            (try Self.proof("--type=lsn", "--target=1/0"), ["was not written yet"]),
            (try Self.proof("--set=20261125-000000F"), ["is no backup in repo1", "20261124-100000F"]),
            (
                try Self.proof("--set=20261124-100000F", "--type=time", "--target='2026-11-24 09:00:00+00'"),
                ["ended at 2026-11-24T10:00:10Z, after the target"]
            ),
            (try Self.proof { $0.systemIdentifier = "1" }, ["another database", "spec.dataSource"]),
            (try Self.proof { $0.report = RepositoryReport(problem: "does not answer as it should: timeout") }, ["repo1 does not answer"]),
            (try Self.proof { $0.report.backups = [] }, ["no complete backup"]),
            (try Self.proof { $0.archiveProblem = "disk full" }, ["not archived", "disk full"]),
            (try Self.proof { $0.free = 1 << 20 }, ["1 MiB free", "egret.dev/discard-previous-data"]),
        ]
        for (outcome, words) in rows {
            for word in words { #expect(Self.reason(outcome).contains(word), "\(Self.reason(outcome))") }
        }
    }

    @Test("overwrites the present data only where there is no room and the user said so") func room() throws {
        for (free, discards) in [(1 << 20, true), (1 << 30, false)] as [(Int64, Bool)] {
            let outcome = try Self.proof {
                $0.free = free
                $0.mayDiscard = true
            }
            guard case .possible(let course) = outcome else {
                Issue.record("\(outcome)")
                continue
            }
            #expect(course.discardsPreviousData == discards)
        }
    }

    @Test("archived WAL that cannot be completed does not keep an earlier time from being restored") func earlier() throws {
        let outcome = try Self.proof("--type=time", "--target='2026-11-24 10:30:00+00'") {
            $0.archiveProblem = "disk full"
            $0.archivedUntil = nil
        }
        guard case .possible = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }
}
