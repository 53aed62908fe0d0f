public import ArgumentParser

/// The command `egret`.
public struct Egret: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "egret", abstract: "PostgreSQL on Kubernetes, and on a single machine without one.",
        subcommands: [PostgresCommand.self, LocalCommand.self, CRDsCommand.self, ImagesCommand.self])

    public init() {}
}
