import ArgumentParser

/// `egret local`: a cluster on this machine.
struct LocalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "local", abstract: "Run a cluster on this machine, without Kubernetes.", subcommands: [APIServerCommand.self])
}
