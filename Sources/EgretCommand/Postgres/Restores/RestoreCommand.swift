import KubernetesModel
import ArgumentParser
import Foundation
import KubernetesClient
import PostgresAPI

/// `pg restore`: asks for a restore in place.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Replace a cluster's data by that of a backup, or take that back: creates a PerconaPGRestore.",
        discussion: """
            Without a target: everything that was archived. Shows what will happen and asks; --yes answers. A time without an offset is read as UTC.

            With --undo: the data from before the last restore comes back, as long as it is kept; what was written since is kept in turn.

            With --wait: shows what is being done, and ends when it is; exit status 0 if it succeeded, 1 with the reason if it failed, 3 if it takes \
            longer than --timeout, which does not stop it.
            """)

    @OptionGroup var cluster: ClusterArgument

    @Option(name: .customLong("to-time"), help: "Up to this time, for example \"2026-11-24 12:00:00+00\".")
    var time: String?

    @Option(name: .customLong("to-lsn"), help: "Up to this WAL position, for example 0/3000148.")
    var lsn: String?

    @Option(name: .customLong("to-xid"), help: "Up to this transaction.")
    var transaction: String?

    @Option(name: .customLong("to-name"), help: "Up to this restore point (pg_create_restore_point).")
    var restorePoint: String?

    @Option(help: "Label of the backup to begin with, for example 20261124-120004F (default: the newest before the target).")
    var set: String?

    @Option(help: "Name of the PerconaPGBackup to begin with, instead of --set and --repo.")
    var backup: String?

    @Option(help: "Repository, repo1 to repo4 (default: the first of the cluster).")
    var repo: String?

    @Option(name: .customLong("option"), parsing: .unconditionalSingleValue, help: "Further option of pgbackrest restore; repeat for several.")
    var options: [String] = []

    @Flag(help: "Bring the data back that a restore kept, instead of a backup.")
    var undo = false

    @Option(help: "With --undo: name of the PerconaPGRestore to undo (default: the last that keeps data).")
    var restore: String?

    @Option(help: "Name of the PerconaPGRestore (default: CLUSTER-restore-TIME or CLUSTER-undo-TIME).")
    var name: String?

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @OptionGroup var waiting: WaitOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if backup != nil, set != nil || repo != nil {
            throw ValidationError("--backup: already says which backup and repository; leave --set and --repo out")
        }
        let others = [time, lsn, transaction, restorePoint, set, backup, repo].contains { $0 != nil } || !options.isEmpty
        if undo, others { throw ValidationError("--undo: the data comes back as it was; leave backup, repository, target and options out") }
        if !undo, restore != nil { throw ValidationError("--restore: names what --undo undoes; give --undo, too") }
    }

    func run() async throws {
        let (client, namespace) = try connection.connect()
        let found = try await cluster.find(in: namespace, of: client)
        let request: PerconaPGRestore
        if undo {
            let restores = try await RestoreRecord.list(of: found.metadata.name ?? "", in: namespace, of: client)
            let plan = try UndoPlan(found, restore: restore, restores: restores)
            printError(plan.text(.of(STDERR_FILENO)), terminator: "")
            request = try plan.resource(named: name, at: .now)
        } else {
            let backups = try await BackupRecord.list(of: found.metadata.name, in: namespace, of: client)
            let plan = try plan(for: found, backups: backups)
            printError(plan.text(.of(STDERR_FILENO)), terminator: "")
            request = try plan.resource(named: name, at: .now)
        }
        guard try agrees(found) else { throw CommandFailure("nothing was done") }
        let created = RestoreRecord(try await client.create(request, fieldManager: "kubectl-pg"))
        guard waiting.wait else {
            return show(created, "pg-restore \(created.name) created")
        }
        if output.output == nil { printError("pg-restore \(created.name) created") }
        let end = try await Self.wait(for: created, of: client, limit: waiting.limit, line: .standardError())
        show(end.restore, Self.words(of: end.restore))
        if end.isLate { throw Program.Status.notReady }
        guard end.restore.state == .succeeded else { throw Program.Status.failure }
    }

    /// Works out what is asked for.
    func plan(for cluster: PerconaPGCluster, backups: [BackupRecord]) throws -> RestorePlan {
        var wish = RecoveryTarget.Wish(time: time, lsn: lsn, transaction: transaction, restorePoint: restorePoint, set: set)
        var repo = repo
        if let backup {
            guard let named = backups.first(where: { $0.name == backup }) else {
                let name = cluster.metadata.name ?? ""
                throw CommandFailure("--backup: cluster \(name) has no PerconaPGBackup \(backup); `kubectl pg backups` shows them")
            }
            guard named.state == .succeeded, let label = named.label else {
                throw CommandFailure("--backup: \(backup) has not succeeded, so there is nothing to restore; `kubectl pg backups` shows its state")
            }
            (wish.set, repo) = (label, named.repo)
        }
        return try RestorePlan(cluster, repo: repo, target: try RecoveryTarget(wish, now: .now), options: options, backups: backups)
    }

    /// Asks for the cluster's name, so that nobody destroys another one's data out of habit.
    private func agrees(_ cluster: PerconaPGCluster) throws -> Bool {
        if yes { return true }
        let name = cluster.metadata.name ?? ""
        guard isatty(STDIN_FILENO) == 1 else { throw CommandFailure("nothing was done: repeat with --yes to restore cluster \(name)") }
        printError("Type the cluster's name to go on: ", terminator: "")
        return readLine() == name
    }

    private func show(_ restore: RestoreRecord, _ text: String) {
        output.show("Restore", restore.json, text, isFailure: restore.state == .failed)
    }

    /// Follows a restore to its end.
    static func wait(
        for restore: RestoreRecord, of api: any KubernetesAPI, limit: Duration?, line: ProgressLine
    ) async throws -> (restore: RestoreRecord, isLate: Bool) {
        let follower = ObjectFollower(PerconaPGRestore.self, restore.resource.key, of: api)
        let end = try await follower.follow(for: limit, line: line) { resource in
            let restore = RestoreRecord(resource)
            return restore.isOver ? .done : .waiting(words(of: restore))
        }
        guard let last = end.object else { throw CommandFailure("pg-restore \(restore.name) was deleted meanwhile") }
        return (RestoreRecord(last), end.isLate)
    }

    /// How a restore is, in a line.
    static func words(of restore: RestoreRecord) -> String {
        switch restore.state {
        case .new: return "\(restore.name) waits" + (restore.message.map { ": \($0)" } ?? "")
        case .starting, .running:
            let message = restore.message ?? "is \(restore.state.rawValue.lowercased())"
            return [restore.progress?.words, "\(restore.name): \(message)"].compactMap(\.self).joined(separator: "  ")
        case .succeeded:
            let reached = restore.recoveredTo.map { "; its last transaction is of \($0)" } ?? ""
            let kept = restore.message.map { "; \($0)" } ?? ""
            let source = restore.resource.spec.repoName ?? ""
            let what = restore.undoes.map { "has the data from before restore \($0) again" } ?? "is restored from \(source)"
            return "\(restore.cluster) \(what)\(reached)\(kept)"
        case .failed: return "\(restore.name) failed: \(restore.message ?? "the operator gave no reason; see its log")"
        }
    }
}
