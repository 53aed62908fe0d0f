internal import Glibc

/// Runs `pgbackrest server` as a child, as the first process of its container, and has it reload when asked.
///
/// The container that notices changes is another one and cannot signal this one: it writes a file that both mount.
struct PgBackRestServer: Sendable {
    var command = ["pgbackrest", "server"]
    var request = ReloadRequest()
    var log: @Sendable (String) -> Void

    /// Signals that are passed on to the child.
    private static let forwarded = [SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1, SIGUSR2]
    /// How long to wait without an event: a safety net for file systems that tell nothing.
    private static let longest = Duration.seconds(30)

    /// Returns the child's exit status when it has ended.
    func run() throws -> Int32 {
        try Files.makeFolder(request.file.parent, mode: 0o775)
        Signals.catching(Self.forwarded + [SIGCHLD])
        var seen = request.number
        let child = try ChildProcess.start(command)
        while true {
            let events = FolderEvents([request.file.parent])
            if request.number == seen { events.wait(Self.longest, also: Signals.descriptor) }
            for number in Signals.take() where number != SIGCHLD { kill(child, number) }
            if let status = reap(child) { return status }
            if request.number != seen {
                seen = request.number
                log("reloading the server")
                kill(child, SIGHUP)
            }
        }
    }

    /// Collects whatever has ended; orphans become children of a container's first process. Returns the exit status of `child` if it did.
    private func reap(_ child: pid_t) -> Int32? {
        var result: Int32?
        var status: Int32 = 0
        while true {
            let ended = waitpid(-1, &status, WNOHANG)
            if ended <= 0 { return result }
            if ended == child { result = ChildProcess.exitStatus(status) }
        }
    }

    /// Runs the server and, beside it, tells how archiving goes.
    static func main(_ invocation: Invocation) async -> Int32 {
        let watch = Task { await ArchiveWatch.main(invocation) }
        defer { watch.cancel() }
        let thread = OwnThread()
        defer { thread.end() }
        do {
            return try await thread.run { try PgBackRestServer(log: { invocation.log($0) }).run() }
        } catch {
            invocation.log("\(error)")
            return 1
        }
    }
}

/// A wish that the server reloads, as a number in a file that only grows.
struct ReloadRequest: Sendable {
    var file = "/tmp/egret/pgbackrest-reload"

    var number: Int { (try? Files.text(file)).flatMap(Int.init) ?? 0 }

    func make() throws(SystemError) {
        try Files.makeFolder(file.parent, mode: 0o775)
        try Files.write("\(number + 1)\n".utf8, to: file)
    }
}
