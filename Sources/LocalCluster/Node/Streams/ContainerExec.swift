import Foundation
import Glibc
import KubernetesModel

/// Programs that run in a container beside its own.
///
/// The OCI runtime starts them directly (35 ms here); podman's own exec adds two processes and some 200 ms to each.
struct ContainerExec: Sendable {
    /// Path of runc or crun.
    let runtime: String
    /// Directory for files that say the process identifiers.
    let directory: String

    /// The command that runs a program in a container.
    func arguments(_ command: [String], in id: String, terminal: Bool = false, processFile: String? = nil) -> [String] {
        var arguments = [runtime, "exec"]
        if terminal { arguments.append("--tty") }
        if let processFile { arguments += ["--pid-file", processFile] }
        return arguments + [id] + command
    }

    func newProcessFile() -> String { "\(directory)/exec-\(UUID().uuidString).pid" }

    /// The process that was started, once the runtime has written it down.
    func process(in file: String) -> pid_t? {
        (try? String(contentsOfFile: file, encoding: .utf8)).flatMap { pid_t($0.trimmed) }
    }

    /// Runs a program to its end.
    ///
    /// - Returns: nil if it did not end within the limit; then it was killed.
    func run(_ command: [String], in id: String, limit: Duration) async throws -> CommandResult? {
        let file = newProcessFile()
        defer { unlink(file) }
        return try await withThrowingTaskGroup(of: CommandResult?.self) { group in
            group.addTask { try await Command.run(arguments(command, in: id, processFile: file)) }
            group.addTask {
                try await Task.sleep(for: limit)
                if let process = process(in: file) { kill(process, SIGKILL) }
                return nil
            }
            let result = try await group.next() ?? nil
            group.cancelAll()
            return result
        }
    }
}
