import KubernetesModel
import ArgumentParser
import Foundation
import KubernetesClient

/// `pg logs`: what a cluster's Pods write.
struct LogsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Show logs: of PostgreSQL and Patroni, the poolers, the repository host, or backup Jobs.",
        discussion: """
            Each line begins with the name of its Pod where there are several. With -f: goes on until it is interrupted; a container that is started \
            again is taken up.
            """)

    @OptionGroup var cluster: ClusterArgument

    @Option(help: "database (all instances), primary, replica, pooler, repo (the repository host), or job (backups, restores).")
    var role = LogRole.database

    @Option(help: "Only of this instance or Pod.")
    var instance: String?

    @Option(name: .shortAndLong, help: "Container (default: database, pgbouncer or pgbackrest).")
    var container: String?

    @Flag(name: .shortAndLong, help: "Go on with what is written from now on.")
    var follow = false

    @Option(parsing: .unconditional, help: "Lines from the end of each; -1 for all.")
    var tail = 200

    @Option(help: "Only what is not older than this: 90s, 15m, 2h, 1d.")
    var since: LogAge?

    @Flag(help: "Begin each line with its time.")
    var timestamps = false

    @Flag(name: .shortAndLong, help: "Of the container before the last restart.")
    var previous = false

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let (client, namespace) = try connection.connect()
        let found = try await cluster.find(in: namespace, of: client)
        let sources = try await ClusterOverview.members(of: found, by: client).logSources(role, container: container, name: instance)
        let style = TextStyle.standardOutput
        let names = LogPrefix(sources, style)
        let reader = LogReader(client: client, options: options) { source, line in
            try StandardOutput.write(Data("\(names[source])\(line)\n".utf8))
        }
        let problems = try await reader.read(sources)
        for problem in problems { printError(problem) }
        if !problems.isEmpty { throw Program.Status.failure }
    }

    var options: LogOptions {
        var options = LogOptions()
        options.follow = follow
        options.previous = previous
        options.tailLines = tail < 0 ? nil : tail
        options.since = since?.duration
        options.timestamps = timestamps
        return options
    }
}

/// A duration as it is typed: a number and `s`, `m`, `h` or `d`.
struct LogAge: ExpressibleByArgument {
    let duration: Duration

    init?(argument: String) {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = argument.last.flatMap({ units[$0] }), let number = Int(argument.dropLast()), number > 0, number < 1 << 32 else { return nil }
        duration = .seconds(number * unit)
    }
}

/// What lines begin with: nothing where there is one source only, else the Pod, and the container where that differs.
struct LogPrefix: Sendable {
    private let names: [LogSource: String]

    init(_ sources: [LogSource], _ style: TextStyle) {
        guard sources.count > 1 else {
            names = [:]
            return
        }
        let hasOneContainer = Set(sources.map(\.container)).count == 1
        let tones: [Tone] = [.good, .warning, .strong, .quiet]
        names = Dictionary(
            uniqueKeysWithValues: sources.enumerated().map { position, source in
                let name = hasOneContainer ? source.pod.name : "\(source.pod.name)/\(source.container)"
                return (source, style.apply(tones[position % tones.count], to: "[\(name)]") + " ")
            })
    }

    subscript(source: LogSource) -> String { names[source] ?? "" }
}
