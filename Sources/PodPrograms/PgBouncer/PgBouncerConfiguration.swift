internal import Glibc
internal import NIOCore

/// The container `pgbouncer-config`: has PgBouncer reload when its configuration, users or certificates change.
enum PgBouncerConfiguration {
    static func main(_ invocation: Invocation) async -> Int32 {
        Signals.endOnTermination()
        // Who held the clients in this container (``PgBouncerHold``) has ended with it.
        if (try? Files.text(PgBouncerStartup.pausedFile)) != "1" {
            try? await PgBouncerConsole(environment: invocation.environment).resume(timeout: .seconds(5))
        }
        await FileWatch(paths: ["/etc/pgbouncer"], log: { invocation.log($0) }) { _ in
            try await reload(environment: invocation.environment)
        }.run()
        return 0
    }

    /// By the console, which answers; where that is not to be had (its password has just changed), by a signal, if the process is seen.
    private static func reload(environment: [String: String]) async throws {
        do {
            try await PgBouncerConsole(environment: environment).run("RELOAD", timeout: .seconds(10))
        } catch {
            let processes = ProcessTable().processes(running: "pgbouncer")
            guard !processes.isEmpty else { throw error }
            for process in processes where kill(process, SIGHUP) != 0 { throw SystemError("signal PgBouncer, process \(process)") }
        }
    }
}
