import Foundation
import Glibc

/// How a process ended.
enum ExitStatus: Sendable, Hashable {
    case exited(Int32)
    case killed(signal: Int32)

    /// The status as a shell reports it: 128 more than the signal that ended the process.
    var code: Int32 {
        switch self {
        case .exited(let code): code
        case .killed(let signal): 128 + signal
        }
    }
}

/// A call of the operating system that failed.
struct SystemError: Error, CustomStringConvertible {
    let call: String
    let code: Int32
    var description: String { "\(call): \(String(cString: strerror(code)))" }

    init(_ call: String, _ code: Int32 = errno) {
        self.call = call
        self.code = code
    }
}

/// A child process, in a session of its own, that inherits nothing but its three standard descriptors.
struct ChildProcess: Sendable {
    let id: pid_t

    /// Starts a program, which is looked up in `PATH`.
    ///
    /// - Parameters:
    ///   - environment: nil for that of this process.
    ///   - input: descriptors that become 0, 1 and 2; they stay open here.
    /// - Throws: ``SystemError`` if the program cannot be started.
    static func start(
        _ arguments: [String], environment: [String: String]? = nil, input: Int32, output: Int32, error: Int32
    ) throws(SystemError) -> ChildProcess {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (descriptor, standard) in zip([input, output, error], Int32(0)...) {
            posix_spawn_file_actions_adddup2(&actions, descriptor, standard)
        }
        GNUFunctions.addCloseFrom(&actions, 3)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | 0x80  // 0x80: POSIX_SPAWN_SETSID, which Swift does not import
        posix_spawnattr_setflags(&attributes, Int16(flags))
        let environment = environment ?? ProcessInfo.processInfo.environment
        var id = pid_t()
        let program = arguments.first ?? ""
        let status = withCStrings(arguments) { arguments in
            withCStrings(environment.map { "\($0)=\($1)" }) { environment in
                posix_spawnp(&id, program, &actions, &attributes, arguments, environment)
            }
        }
        guard status == 0 else { throw SystemError("start \(program)", status) }
        return ChildProcess(id: id)
    }

    /// Waits until the process has ended. Call it exactly once: the process is gone afterwards.
    func wait() async -> ExitStatus {
        await withCheckedContinuation { continuation in
            // A thread of its own: a wait may last as long as the cluster, and must hold up no pool.
            Thread.detachNewThread {
                var status: Int32 = 0
                while waitpid(id, &status, 0) < 0, errno == EINTR {}
                let signal = status & 0x7F
                continuation.resume(returning: signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal))
            }
        }
    }

    /// Sends a signal to the process and the others of its session's first group.
    func send(signal: Int32) { kill(-id, signal) }
}

private func withCStrings<Result>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result) -> Result {
    let pointers = strings.map { strdup($0) }
    defer { pointers.forEach { free($0) } }
    return body(pointers + [nil])
}
