internal import FoundationEssentials
internal import Glibc

/// How a program was called, and where it says what it does.
struct Invocation: Sendable {
    /// The program's name, without folders.
    var name: String
    /// What came after the name.
    var arguments: [String]
    /// The environment of the process.
    var environment: [String: String] = ProcessEnvironment.all
    /// Where lines go; standard error by default.
    var write: @Sendable (String) -> Void = { standardError($0) }

    /// Says one thing that was done or went wrong, as a line.
    func log(_ message: String) { write("\(name): \(message)\n") }

    /// Runs a step that either succeeds or says why it could not, and turns that into an exit status.
    func run(_ step: ([String]) throws -> Void) -> Int32 {
        do {
            try step(arguments)
            return 0
        } catch {
            log("\(error)")
            return 1
        }
    }
}

/// The variables of this process.
enum ProcessEnvironment {
    static var all: [String: String] { ProcessInfo.processInfo.environment }
}

/// Writes text to standard error at once.
func standardError(_ text: String) { writeAll(text, to: STDERR_FILENO) }

/// Writes text to standard output at once.
func standardOutput(_ text: String) { writeAll(text, to: STDOUT_FILENO) }

private func writeAll(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
        let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { return }
        rest = rest.dropFirst(written)
    }
}
