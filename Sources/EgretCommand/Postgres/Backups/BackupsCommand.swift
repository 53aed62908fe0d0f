import ArgumentParser
import KubernetesClient
import KubernetesModel

/// `pg backups`: the backups that there are.
struct BackupsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backups", abstract: "List backups, the newest first: of a cluster, or of all in the namespace.")

    @Argument(help: "Name of the cluster (default: all of the namespace).")
    var cluster: String?

    @Flag(name: [.customShort("A"), .long], help: "Of all namespaces.")
    var allNamespaces = false

    @Option(help: "Only those in this repository.")
    var repo: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let (client, namespace) = try connection.connect()
        // A name that is mistyped should not look like a cluster without backups; one that was deleted may still have some.
        var backups = try await BackupRecord.list(of: cluster, in: allNamespaces ? nil : namespace, of: client)
        if backups.isEmpty, cluster != nil, !allNamespaces { _ = try await ClusterArgument.find(cluster, in: namespace, of: client) }
        if let repo { backups = backups.filter { $0.repo == repo } }
        if let form = output.output {
            print(form.text(OutputDocument.of("BackupList", ["items": .array(backups.map(\.json))])), terminator: "")
        } else if backups.isEmpty {
            printError("There is no backup.")
        } else {
            let isOfOne = Set(backups.map(\.cluster)).count == 1
            let table = BackupRecord.table(of: backups, at: .now, withNamespace: allNamespaces, withCluster: !isOfOne || cluster == nil)
            print(table.text(.standardOutput), terminator: "")
        }
    }
}
