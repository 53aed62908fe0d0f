import ArgumentParser
import Foundation

/// The program, by whatever name it was called: `egret`, or `kubectl-pg`, as which it is kubectl's plugin `kubectl pg`.
public enum Program {
    /// Exit statuses, the same for every command.
    enum Status {
        static let success = ExitCode(0)
        /// What was asked for failed, or could not be asked for.
        static let failure = ExitCode(1)
        /// The command line is wrong; nothing was done.
        static let usage = ExitCode(2)
        /// What was asked about is there, but not ready, not up, or not done in time.
        static let notReady = ExitCode(3)
    }

    /// Runs the command line of this process, and ends the process with its status.
    public static func start() async {
        let arguments = CommandLine.arguments
        let command = root(calledBy: arguments.first ?? "egret")
        exit(await run(command, Array(arguments.dropFirst())))
    }

    /// Whose command line it is, by the name of the file that was started.
    static func root(calledBy path: String) -> any AsyncParsableCommand.Type {
        let name = path.split(separator: "/").last ?? ""
        return name.hasPrefix("kubectl-pg") ? KubectlPlugin.self : Egret.self
    }

    /// Runs a command line.
    ///
    /// - Returns: the exit status. Errors were written to standard error, help to standard output.
    static func run(_ root: any AsyncParsableCommand.Type, _ arguments: [String]) async -> Int32 {
        var arguments = arguments
        if root == KubectlPlugin.self {
            arguments = PostgresCommand.withOptionsBehindCommand(arguments)
        } else if arguments.first == "pg" {
            arguments = ["pg"] + PostgresCommand.withOptionsBehindCommand(Array(arguments.dropFirst()))
        }
        do {
            var command = try root.parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
            return Status.success.rawValue
        } catch {
            let code = root.exitCode(for: error)
            let text = root.fullMessage(for: error)
            guard code != .success else {
                print(text)
                return code.rawValue
            }
            if !text.isEmpty { printError(text) }
            return (code == .validationFailure ? Status.usage : code).rawValue
        }
    }
}
