import ArgumentParser
import Foundation
import KubernetesClient
import KubernetesModel
import PostgresAPI
import PostgresCluster

/// `pg status`: how a cluster is.
struct ClusterStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show how a cluster is: state, members, poolers, repositories, backups, conditions, events.",
        discussion: """
            Without a name: the only cluster of the namespace, or a line for each of several. Exit status 0 if it is ready (all of them are), else 3.
            """)

    @OptionGroup var name: ClusterArgument
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    @Flag(name: [.customShort("A"), .long], help: "A line for each cluster of all namespaces.")
    var allNamespaces = false

    @Flag(help: "Wait until the cluster is ready, and show what it waits for.")
    var wait = false

    @Option(help: "Seconds that --wait may take.")
    var timeout = 600

    func validate() throws {
        if allNamespaces, name.cluster != nil {
            throw ValidationError("--all-namespaces: shows all clusters; leave the name out, or name its namespace with -n")
        }
        if allNamespaces, wait { throw ValidationError("--wait: waits for one cluster; leave --all-namespaces out") }
    }

    func run() async throws {
        let (client, namespace) = try connection.connect()
        if allNamespaces || (name.cluster == nil && !wait) {
            let all = try await ClusterArgument.all(in: allNamespaces ? nil : namespace, of: client)
            if allNamespaces || all.count > 1 { return try show(ClusterList(clusters: all, now: .now, withNamespaces: allNamespaces)) }
        }
        var cluster = try await name.find(in: namespace, of: client)
        if wait {
            cluster = try await Self.waitUntilReady(cluster, of: client, for: .seconds(timeout), line: .standardError())
        }
        let overview = try await ClusterOverview.observe(cluster, of: client, at: .now)
        print(output.output?.text(overview.json) ?? overview.text(.standardOutput), terminator: "")
        if !overview.isReady { throw Program.Status.notReady }
    }

    private func show(_ list: ClusterList) throws {
        print(output.output?.text(list.json) ?? list.text(.standardOutput), terminator: "")
        if !list.isReady { throw Program.Status.notReady }
    }

    /// Follows the cluster until it is ready.
    ///
    /// - Returns: the cluster as it was when it was, or as it is when the time was over.
    static func waitUntilReady(
        _ cluster: PerconaPGCluster, of api: some KubernetesAPI, for limit: Duration, line: ProgressLine
    ) async throws -> PerconaPGCluster {
        let follower = ObjectFollower(PerconaPGCluster.self, cluster.key, of: api)
        let end = try await follower.follow(for: limit, line: line) { cluster in
            let overview = ClusterOverview(cluster, at: .now)
            if overview.isReady { return .done }
            let ready = overview.condition("Ready")
            let state = cluster.status.json["state"]?.string ?? "not looked at yet"
            return .waiting("\(state): \(ready?.message ?? "the operator has said nothing yet")")
        }
        guard let last = end.object else { throw CommandFailure("cluster \(cluster.key) was deleted meanwhile") }
        return last
    }
}

extension Timestamp {
    /// The time of this machine's clock, to the second.
    static var now: Timestamp { Timestamp(secondsSince1970: Int64(Date().timeIntervalSince1970)) }
}

/// A line for each cluster.
struct ClusterList {
    let clusters: [PerconaPGCluster]
    let now: Timestamp
    let withNamespaces: Bool

    var isReady: Bool { clusters.allSatisfy { ClusterOverview($0, at: now).isReady } }

    func text(_ style: TextStyle) -> String {
        guard !clusters.isEmpty else { return "There is no cluster.\n" }
        var table = TextTable("NAMESPACE", "NAME", "STATE", "INSTANCES", "POOLERS", "POSTGRES", "HOST", "AGE", "WAITING FOR")
        for cluster in clusters {
            let overview = ClusterOverview(cluster, at: now)
            let status = cluster.status
            table.add(
                .init(withNamespaces ? cluster.metadata.namespace : nil), .init(cluster.metadata.name),
                .init(status.json["state"]?.string ?? "-", overview.stateTone), .init("\(status.postgres.ready)/\(status.postgres.size)"),
                .init("\(status.pgbouncer.ready)/\(status.pgbouncer.size)"), .init(String(status.postgres.version ?? cluster.spec.postgresVersion)),
                .init(status.host.nonEmpty), .init(cluster.metadata.creationTimestamp.map { Amount.age(now.since($0)) }),
                .init(overview.isReady ? nil : overview.condition("Ready")?.reason))
        }
        return table.text(style)
    }

    var json: JSONValue {
        let items = clusters.map { cluster -> JSONValue in
            let overview = ClusterOverview(cluster, at: now)
            let ready = overview.condition("Ready")
            return .members([
                "name": cluster.metadata.name?.json, "namespace": cluster.metadata.namespace?.json, "state": cluster.status.json["state"],
                "ready": overview.isReady.json, "reason": ready?.reason?.json, "message": ready?.message?.json,
                "host": cluster.status.host.nonEmpty?.json,
            ])
        }
        return OutputDocument.of("ClusterList", ["items": .array(items)])
    }
}
