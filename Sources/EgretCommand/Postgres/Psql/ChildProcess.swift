import Foundation
import Glibc

/// A program that takes over this process's terminal, or its pipes, until it ends.
enum ChildProcess {
    /// The path of a program; nil if it is not in the path.
    static func path(of program: String, environment: [String: String] = ProcessInfo.processInfo.environment) -> String? {
        (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").lazy.map { "\($0)/\(program)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Runs a program to its end, in this process group, so that it may read from the terminal.
    ///
    /// Meanwhile this process ignores the keys that interrupt and quit: they are for the program.
    ///
    /// - Returns: its exit status; 128 and the number of the signal that ended it.
    /// - Throws: ``CommandFailure`` if it does not start.
    static func run(_ path: String, _ arguments: [String], environment: [String: String]) async throws -> Int32 {
        let kept = [SIGINT, SIGQUIT].map { ($0, signal($0, SIG_IGN)) }
        defer { for (number, handler) in kept { signal(number, handler) } }
        let identifier = try spawn(path, arguments, environment)
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var status: Int32 = 0
                while waitpid(identifier, &status, 0) < 0 && errno == EINTR {}
                let signal = status & 0x7F
                continuation.resume(returning: signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
            }
        }
    }

    private static func spawn(_ path: String, _ arguments: [String], _ environment: [String: String]) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The program begins with the signals as they are by default, whatever is ignored here, or blocked: threads of Swift's pool block all.
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for number in [SIGINT, SIGQUIT, SIGPIPE] { sigaddset(&defaults, number) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        let words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        let variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var identifier: pid_t = 0
        let status = posix_spawn(&identifier, path, nil, &attributes, words, variables)
        guard status == 0 else { throw CommandFailure("\(path) does not start: \(String(cString: strerror(status)))") }
        return identifier
    }
}
