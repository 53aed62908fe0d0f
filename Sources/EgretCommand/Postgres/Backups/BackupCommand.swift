import KubernetesModel
import ArgumentParser
import KubernetesClient
import PostgresAPI

/// `pg backup`: asks for a backup.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Back a cluster up: creates a PerconaPGBackup.",
        discussion: """
            With --wait: shows how far it is, and ends when it has; exit status 0 if it succeeded, 1 with pgBackRest's reason if it failed, 3 if it takes \
            longer than --timeout, which does not stop it. Deleting the PerconaPGBackup does.
            """)

    @OptionGroup var cluster: ClusterArgument

    @Option(help: "Repository, repo1 to repo4 (default: the first of the cluster).")
    var repo: String?

    @Option(help: "full, diff (since the last full one), or incr (since the last of any type); default: incr where there is a full one.")
    var type: BackupType?

    @Option(
        name: .customLong("option"), parsing: .unconditionalSingleValue,
        help: "Further option of pgbackrest backup, for example --archive-timeout=120; repeat for several.")
    var options: [String] = []

    @Option(help: "Name of the PerconaPGBackup (default: CLUSTER-backup-TIME).")
    var name: String?

    @OptionGroup var waiting: WaitOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let (client, namespace) = try connection.connect()
        let found = try await cluster.find(in: namespace, of: client)
        let request = BackupRequest(repo: repo, type: type, options: options, name: name)
        let created = BackupRecord(try await client.create(try request.resource(for: found, at: .now), fieldManager: "kubectl-pg"))
        guard waiting.wait else {
            show(created, "pg-backup \(created.name) created: \(created.cluster) into \(created.repo ?? "")")
            return
        }
        if output.output == nil { printError("pg-backup \(created.name) created: \(created.cluster) into \(created.repo ?? "")") }
        let end = try await Self.wait(for: created, of: client, limit: waiting.limit, line: .standardError())
        show(end.backup, Self.words(of: end.backup))
        if end.isLate { throw Program.Status.notReady }
        guard end.backup.state == .succeeded else { throw Program.Status.failure }
    }

    private func show(_ backup: BackupRecord, _ text: String) {
        output.show("Backup", backup.json, text, isFailure: backup.state == .failed)
    }

    /// Follows a backup to its end.
    static func wait(
        for backup: BackupRecord, of api: any KubernetesAPI, limit: Duration?, line: ProgressLine
    ) async throws -> (backup: BackupRecord, isLate: Bool) {
        let follower = ObjectFollower(PerconaPGBackup.self, backup.resource.key, of: api)
        let end = try await follower.follow(for: limit, line: line) { resource in
            let backup = BackupRecord(resource)
            return backup.isOver ? .done : .waiting(words(of: backup))
        }
        guard let last = end.object else { throw CommandFailure("pg-backup \(backup.name) was deleted: the backup is cancelled") }
        return (BackupRecord(last), end.isLate)
    }

    /// How a backup is, in a line.
    static func words(of backup: BackupRecord) -> String {
        let type = backup.type.map { "\($0) backup" } ?? "backup"
        switch backup.state {
        case .new: return "\(backup.name) waits" + (backup.message.map { ": \($0)" } ?? "")
        case .starting: return "\(backup.name) is starting" + (backup.message.map { ": \($0)" } ?? "")
        case .running: return backup.progress?.words ?? "\(backup.name) is running"
        case .succeeded:
            let size = backup.size.map { ", \(Amount.bytes($0)) added to the repository" } ?? ""
            return "\(type) \(backup.label ?? backup.name) of \(backup.cluster) in \(backup.repo ?? "")\(size)"
        case .failed: return "\(backup.name) failed: \(backup.message ?? "the operator gave no reason; see its log")"
        }
    }
}
