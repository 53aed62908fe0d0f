internal import Glibc
internal import NIOCore

/// Startup probe of PgBouncer: a pooler that starts while its cluster's poolers are paused pauses itself before it gets clients.
struct PgBouncerStartup: Sendable {
    /// Holds `1` while the cluster's poolers are to be paused.
    static let pausedFile = "/etc/pgbouncer/pgbouncer-paused"
    var pausedFile = Self.pausedFile
    var pause: @Sendable () async throws -> Void
    var time = Time.real()
    var log: @Sendable (String) -> Void

    /// The probe's own time limit is a little longer.
    static let longest = Duration.seconds(30)

    /// Returns whether the pooler may serve.
    func run() async -> Bool {
        guard (try? Files.text(pausedFile)) == "1" else { return true }
        var last = ""
        while time.elapsed() < Self.longest {
            do {
                try await pause()
                log("paused pgbouncer connections")
                return true
            } catch {
                if "\(error)" != last { log("PAUSE: \(error)") }
                last = "\(error)"
            }
            await time.sleep(.seconds(1))
        }
        log("PgBouncer could not be paused within \(Self.longest.components.seconds) s")
        return false
    }

    static func main(_ invocation: Invocation) async -> Int32 {
        let log = { @Sendable (message: String) in
            invocation.log(message)
            append("\(invocation.name): \(message)\n", to: "/var/logs/startup.log")
        }
        let environment = invocation.environment
        let startup = PgBouncerStartup(
            pause: { try await PgBouncerConsole(environment: environment).pause(timeout: .seconds(5)) }, log: log)
        return await startup.run() ? 0 : 1
    }

    /// A probe's output is shown when it fails only; the file keeps it.
    private static func append(_ line: String, to path: String) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        try? Files.append(Array(line.utf8), to: descriptor, path: path)
    }
}
