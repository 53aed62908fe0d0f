import Glibc
import Testing

@testable import PodPrograms

@Suite("PgBouncer's startup probe") struct PgBouncerTests {
    func run(paused: String?, pause: @escaping @Sendable (Int) throws -> Void) async throws -> (ready: Bool, tries: Int, elapsed: Duration) {
        let folder = try TemporaryFolder()
        if let paused { try folder.file("paused", paused) }
        let tries = Record()
        let time = TestTime()
        var startup = PgBouncerStartup(
            pause: {
                await tries.add("")
                try await pause(tries.lines.count)
            }, log: { _ in })
        startup.pausedFile = "\(folder.path)/paused"
        startup.time = time.time
        return (await startup.run(), await tries.lines.count, time.elapsed)
    }

    @Test("does nothing unless the poolers are paused", arguments: [nil, "", "0"]) func notPaused(content: String?) async throws {
        let result = try await run(paused: content) { _ in }
        #expect(result.ready && result.tries == 0)
    }

    @Test("pauses, again each second until it works") func pauses() async throws {
        let result = try await run(paused: "1\n") { if $0 < 4 { throw Problem("refused") } }
        #expect(result.ready && result.tries == 4 && result.elapsed == .seconds(3))
    }

    @Test("fails after half a minute") func fails() async throws {
        let result = try await run(paused: "1") { _ in throw Problem("refused") }
        #expect(!result.ready && result.elapsed == PgBouncerStartup.longest)
    }

    @Test("its environment is checked, and no message has the password") func environment() {
        #expect(throws: Problem("PGBOUNCER_PORT is to be a port number")) { try PgBouncerConsole(environment: ["PGBOUNCER_ADMIN_PASSWORD": "x"]) }
        #expect(throws: Problem("PGBOUNCER_ADMIN_PASSWORD is not set")) { try PgBouncerConsole(environment: ["PGBOUNCER_PORT": "5432"]) }
    }
}

@Suite("Holding a pooler's clients") struct PgBouncerHoldTests {
    typealias Input = PgBouncerHold.Input

    struct Row: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var inputs: [Input]
        /// Seconds after which the Service leads to a server that takes writes; nil: never.
        var writableAfter: Int?
        var staysPaused = false
        var pauses = true
        var printed: [String]
        var calls: [String]
        var status: Int32
    }

    @Test(arguments: [
        Row(
            testDescription: "as told", inputs: [.line("resume")], writableAfter: 2, printed: ["paused", "resumed"], calls: ["PAUSE", "RESUME"],
            status: 0),
        Row(
            testDescription: "no operator", inputs: [.end], writableAfter: 2, printed: ["paused", "resumed"], calls: ["PAUSE", "RESUME"], status: 0),
        Row(
            testDescription: "other words", inputs: [.line("what"), .line("resume")], writableAfter: 0, printed: ["paused", "resumed"],
            calls: ["PAUSE", "RESUME"], status: 0),
        Row(
            testDescription: "nobody says anything", inputs: [], writableAfter: 0, printed: ["paused", "resumed at the deadline"],
            calls: ["PAUSE", "RESUME"], status: 3),
        Row(
            testDescription: "no server takes writes", inputs: [.line("resume")], writableAfter: nil, printed: ["paused", "resumed at the deadline"],
            calls: ["PAUSE", "RESUME"], status: 3),
        Row(
            testDescription: "paused by the specification", inputs: [.line("resume")], writableAfter: 0, staysPaused: true,
            printed: ["paused", "stays paused"], calls: ["PAUSE"], status: 0),
        Row(testDescription: "cannot pause", inputs: [], writableAfter: 0, pauses: false, printed: [], calls: ["PAUSE", "RESUME"], status: 1),
    ]) func holds(row: Row) async {
        let calls = Lines()
        let printed = Lines()
        let time = TestTime()
        let given = Lines()
        let hold = PgBouncerHold(
            longest: .seconds(20),
            pause: {
                calls.add("PAUSE")
                if !row.pauses { throw Problem("a transaction does not end") }
            }, resume: { calls.add("RESUME") },
            takesWrites: { row.writableAfter.map { time.elapsed >= .seconds($0) } ?? false },
            awaitInput: { limit in
                given.add("")
                guard given.all.count <= row.inputs.count else {
                    await time.time.sleep(limit)
                    return .timeout
                }
                return row.inputs[given.all.count - 1]
            }, staysPaused: { row.staysPaused }, print: { printed.add($0) }, time: time.time, log: { _ in })
        let status = await hold.run()
        #expect(status == row.status)
        #expect(printed.all == row.printed)
        #expect(calls.all == row.calls)
        #expect(time.elapsed <= .seconds(20))
    }

    @Test("resuming is tried until it works") func triesAgain() async {
        let calls = Lines()
        let time = TestTime()
        let hold = PgBouncerHold(
            longest: .seconds(5), pause: {},
            resume: {
                calls.add("")
                if calls.all.count < 3 { throw Problem("refused") }
            }, takesWrites: { true }, awaitInput: { _ in .end }, staysPaused: { false }, print: { _ in }, time: time.time, log: { _ in })
        #expect(await hold.run() == 0)
        #expect(calls.all.count == 3)
    }

    @Test("a password is read as PgBouncer's file has it") func users() {
        let text = "\"_crunchypgbouncer\" \"a\"\"b c\"\n\"_crunchypgbounceradmin\" \"x\""
        #expect(ServerQuestion.password(of: "_crunchypgbouncer", in: text) == "a\"b c")
        #expect(ServerQuestion.password(of: "nobody", in: text) == nil)
    }

    @Test("input comes line by line, and ends") func input() throws {
        let ends = try Pipe.make()
        let lines = InputLines(ends.read)
        #expect(lines.next(within: .milliseconds(10)) == .timeout)
        try Files.append(Array("a\nresume\nhalf".utf8), to: ends.write, path: "pipe")
        #expect(lines.next(within: .seconds(5)) == .line("a"))
        #expect(lines.next(within: .seconds(5)) == .line("resume"))
        #expect(lines.next(within: .milliseconds(10)) == .timeout)
        close(ends.write)
        #expect(lines.next(within: .seconds(5)) == .end)
        close(ends.read)
    }
}
