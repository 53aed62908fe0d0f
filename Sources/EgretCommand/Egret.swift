public import ArgumentParser

/// The command `egret`.
public struct Egret: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "egret", abstract: "PostgreSQL on Kubernetes, and on a single machine without one.",
        subcommands: [LocalCommand.self, CRDsCommand.self, ImagesCommand.self])

    public init() {}

    /// Runs the command line of this process, and ends the process with its status.
    public static func start() async { await main() }
}
