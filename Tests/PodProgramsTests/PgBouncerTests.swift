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
