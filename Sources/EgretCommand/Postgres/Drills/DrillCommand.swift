import ArgumentParser
import KubernetesClient
import KubernetesModel
import PostgresAPI
import PostgresCluster

/// `pg drill`: asks for a restore drill.
struct DrillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill", abstract: "Prove that the newest backup can be restored: annotates the cluster with egret.dev/drill.",
        discussion: """
            The operator restores the newest backup with all WAL in a Job of its own, checks the data and throws it away; the cluster is not touched.

            With --wait: exit status 0 if the backup was verified, 1 with the reason if it was not or the drill could not find out, 3 if it takes longer \
            than --timeout, which does not stop it.
            """)

    @OptionGroup var cluster: ClusterArgument

    @Option(help: "Repository, repo1 to repo4 (default: that of spec.backups.drills, else the first of the cluster).")
    var repo: String?

    @OptionGroup var waiting: WaitOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let (client, namespace) = try connection.connect()
        let found = try await cluster.find(in: namespace, of: client)
        let request = try DrillOrder(repo: repo, of: found, at: .now)
        _ = try await client.patch(PerconaPGCluster.resourceType, found.key, request.patch, fieldManager: "kubectl-pg")
        let words = "drill \(request.value) of \(found.key.name) asked for"
        guard waiting.wait else { return output.show("Drill", ["request": .string(request.value)], words, isFailure: false) }
        if output.output == nil { printError(words) }
        let end = try await Self.wait(for: request.value, at: found.key, of: client, limit: waiting.limit, line: .standardError())
        guard let outcome = end.outcome else {
            printError("drill \(request.value) has not ended: \(end.message)")
            throw end.isLate ? Program.Status.notReady : Program.Status.failure
        }
        output.show("Drill", outcome.json, Self.words(of: outcome), isFailure: outcome.finding != .verified)
        guard outcome.finding == .verified else { throw Program.Status.failure }
    }

    /// How it ended, in a line.
    static func words(of outcome: DrillOutcome) -> String {
        let backup = outcome.report.backup ?? "the newest backup"
        guard outcome.finding == .verified else {
            return "\(backup) in \(outcome.repo): \(outcome.finding.state.words), \(outcome.finding.rawValue): \(outcome.message)"
        }
        let time = outcome.report.recoveredTo.map { ", up to the transaction of \($0)" } ?? ""
        return "\(backup) in \(outcome.repo): verified\(time)\(outcome.durations.map { "; \($0)" } ?? "")"
    }

    struct End: Sendable {
        var outcome: DrillOutcome?
        var isLate = false
        /// What it waits for.
        var message = ""
    }

    /// Follows the cluster until the drill of a request has ended.
    static func wait(
        for request: String, at key: ObjectKey, of api: any KubernetesAPI, limit: Duration?, line: ProgressLine
    ) async throws -> End {
        let follower = ObjectFollower(PerconaPGCluster.self, key, of: api)
        let end = try await follower.follow(for: limit, line: line) { cluster in
            let record = DrillRecord(cluster.status.json)
            return record.last?.request == request ? .done : .waiting(waiting(record))
        }
        guard let cluster = end.object else { throw CommandFailure("cluster \(key) was deleted meanwhile") }
        let record = DrillRecord(cluster.status.json)
        return End(outcome: end.isLate ? nil : record.last, isLate: end.isLate, message: waiting(record))
    }

    private static func waiting(_ record: DrillRecord) -> String {
        record.running.map { "\($0) restores and checks" } ?? record.message ?? "the operator has not begun it yet"
    }
}

/// A drill that a person asks for.
struct DrillOrder {
    /// Value of the annotation: a new one for each.
    let value: String
    let repo: String?

    /// - Throws: ``CommandFailure`` for what the cluster cannot do.
    init(repo: String?, of cluster: PerconaPGCluster, at now: Timestamp) throws {
        let chosen = try RepositoryChoice.name(repo, of: cluster)
        self.repo = repo.map { _ in chosen }
        value = RequestName.of(cluster, "drill", at: now)
    }

    /// For the cluster; without a repository an earlier one is taken out.
    var patch: JSONValue {
        ["metadata": ["annotations": [Annotation.drill: .string(value), Annotation.drillRepo: repo.map { .string($0) } ?? .null]]]
    }
}
