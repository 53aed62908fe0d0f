import Testing

@testable import PodPrograms

@Suite("Commands that PostgreSQL and Jobs run") struct CommandTests {
    @Test(
        "a line is split as a shell does",
        arguments: [
            ("", []), ("  a  b\tc\n", ["a", "b", "c"]), ("'a b' \"c d\"", ["a b", "c d"]), ("a\\ b", ["a b"]), ("''", [""]),
            (#"--annotation="percona.com/backup-name"="b 1""#, ["--annotation=percona.com/backup-name=b 1"]), (#""a\"b\c""#, [#"a"b\c"#]),
            ("$HOME ${HOME}x '$HOME' $ ${", ["/root", "/rootx", "$HOME", "$", "${"]),
        ] as [(String, [String])]) func words(line: String, words: [String])
    {
        #expect(ShellWords.split(line, environment: ["HOME": "/root"]) == words)
    }

    @Test("a quote that is not closed is no line", arguments: ["'a", "\"a", "a \"b\\"]) func unclosed(line: String) {
        #expect(ShellWords.split(line) == nil)
    }

    @Test("without variables a dollar sign is a dollar sign") func dollar() { #expect(ShellWords.split("$HOME") == ["$HOME"]) }

    @Test("the last commit of a segment is found, whatever else is in it") func lastCommit() {
        let output = """
            rmgr: Transaction len (rec/tot):     34/    34, tx:        735, lsn: 0/01, prev 0/00, desc: COMMIT 2026-01-31 12:00:00.123456 UTC
            rmgr: Transaction len (rec/tot):     66/    66, tx:        736, lsn: 0/02, prev 0/01, desc: COMMIT 2026-01-31 12:00:01.5 UTC; inval msgs: catcache 7
            rmgr: Transaction len (rec/tot):     66/    66, tx:        737, lsn: 0/03, prev 0/02, desc: ABORT 2026-01-31 12:00:02.5 UTC
            rmgr: Transaction len (rec/tot):     66/    66, tx:        738, lsn: 0/04, prev 0/03, desc: COMMIT_PREPARED 7: 2026-01-31 12:00:03 UTC
            """
        #expect(LatestCommitTimestamp.latestCommit(in: output) == "2026-01-31T12:00:01.5Z")
        #expect(LatestCommitTimestamp.latestCommit(in: "desc: COMMIT 2026-01-31 13:00:00.000000 +01") == "2026-01-31T13:00:00.000000+01")
        #expect(LatestCommitTimestamp.latestCommit(in: "desc: COMMIT tomorrow") == nil)
    }

    @Test("the time of the last commit is written, and kept when a segment has none") func note() throws {
        let folder = try TemporaryFolder()
        var program = LatestCommitTimestamp()
        program.file = "\(folder.path)/latest"
        program.waldump = ["echo", "desc: COMMIT 2026-01-31 12:00:00.123456 UTC;"]
        try program.note("000000010000000000000001")
        program.waldump = ["true"]
        try program.note("000000010000000000000002")
        #expect(try folder.text("latest") == "2026-01-31T12:00:00.123456Z")
    }

    @Test(
        "a program's output and exit status come back",
        arguments: [("echo a; exit 3", "a\n", 3), ("kill -9 $$", "", 137)] as [(String, String, Int32)])
    func child(script: String, output: String, status: Int32) throws {
        let outcome = try ChildProcess.run(["sh", "-c", script])
        #expect(String(decoding: outcome.output, as: UTF8.self) == output)
        #expect(outcome.status == status)
    }

    @Test("a program that does not exist is an error that names it") func missing() {
        #expect(throws: SystemError("execute no-such-program", code: 2)) { try ChildProcess.run(["no-such-program"]) }
    }

    @Test("a snapshot that is to come up without a log gets no segment") func snapshot() throws {
        let folder = try TemporaryFolder()
        try folder.file("skip-wal-recovery")
        let invocation = Invocation(name: "restore-command-wrapper.sh", arguments: ["false"], environment: ["PGDATA": folder.path], write: { _ in })
        #expect(RestoreCommand.main(invocation) == 1)
    }

    @Test(
        "a segment that the archive has with other content is done only if its timeline is over",
        arguments: [
            ("exit 0", "pg_wal/000000040000000000000010", 0), ("exit 45", "pg_wal/000000040000000000000010", 0),
            ("exit 45", "pg_wal/000000040000000000000010.partial", 0), ("exit 45", "pg_wal/000000050000000000000010", 45),
            ("exit 45", "pg_wal/00000004.history", 45), ("exit 103", "pg_wal/000000040000000000000010", 103),
        ] as [(String, String, Int32)])
    func archivePush(push: String, segment: String, status: Int32) throws {
        let program = ArchivePush(command: ["sh", "-c", push, segment], controlData: controlData(state: "in production"), log: { _ in })
        #expect(try program.run() == status)
    }

    @Test(
        "only a primary that has just crashed asks for no newer timeline",
        arguments: [
            ("in production", 20, true), ("in production", 31, false), ("in archive recovery", 20, false), ("shut down", 20, false),
        ] as [(String, Int64, Bool)])
    func crashed(state: String, secondsLater: Int64, hasJustCrashed: Bool) throws {
        let folder = try TemporaryFolder()
        try Files.makeFolder("\(folder.path)/pg_wal", mode: 0o700)
        // What is no segment tells nothing of the time of the last write.
        try folder.file("pg_wal/00000004.history")
        let command = RestoreCommand(dataDirectory: folder.path, controlData: controlData(state: state))
        #expect(!command.hasJustCrashed(at: 0))
        try folder.file("pg_wal/000000040000000000000010")
        let written = try #require(Files.modified("\(folder.path)/pg_wal/000000040000000000000010"))
        #expect(command.hasJustCrashed(at: written + secondsLater) == hasJustCrashed)
    }

    /// A command that prints what pg_controldata would, whatever the folder in its last argument.
    private func controlData(state: String) -> [String] {
        let output = """
            Database system identifier:           7
            Database cluster state:               \(state)
            Latest checkpoint location:           0/3000148
            Latest checkpoint's REDO location:    0/3000110
            Latest checkpoint's TimeLineID:       5
            Minimum recovery ending location:     0/0
            Min recovery ending loc's timeline:   0
            """
        return ["printf", "%s%.0s", output]
    }
}
