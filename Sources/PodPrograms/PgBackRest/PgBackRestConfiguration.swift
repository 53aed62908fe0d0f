internal import Glibc

/// The container `pgbackrest-config`: has the pgBackRest server of its Pod reload when its configuration or certificates change.
enum PgBackRestConfiguration {
    static func main(_ invocation: Invocation) async -> Int32 {
        Signals.endOnTermination()
        await FileWatch(paths: ["/etc/pgbackrest"], log: { invocation.log($0) }) { _ in
            // In a shared process namespace the server is seen; else it is the child of a program that reads the request.
            let servers = ProcessTable().processes(running: "pgbackrest", with: "server")
            for server in servers where kill(server, SIGHUP) != 0 { throw SystemError("signal the pgBackRest server, process \(server)") }
            if servers.isEmpty { try ReloadRequest().make() }
        }.run()
        return 0
    }
}

/// The processes that this one can see.
struct ProcessTable: Sendable {
    var folder = "/proc"

    /// Main processes of containers that run a program with this first argument.
    ///
    /// The parent of a container's main process is outside of what can be seen. Others are left alone: to `pgbackrest backup`, which somebody may
    /// run in the same Pod, the signal means the end.
    func processes(running program: String, with argument: String? = nil) -> [pid_t] {
        ((try? Files.entries(folder)) ?? []).compactMap { pid_t($0) }.filter { number in
            guard let line = try? Files.read("\(folder)/\(number)/cmdline"), let status = try? Files.text("\(folder)/\(number)/status") else {
                return false
            }
            let words = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            return status.split(separator: "\n").contains("PPid:\t0") && words.first?.split(separator: "/").last.map(String.init) == program
                && (argument == nil || words.dropFirst().first == argument)
        }
    }
}
