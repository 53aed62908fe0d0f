import ArgumentParser
import Foundation
import KubernetesClient
import KubernetesModel
import PostgresAPI
import PostgresCluster

/// `pg psql`: psql on a cluster.
struct PsqlCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "psql", abstract: "Run psql on a cluster: through its pooler, or on the primary or a replica.",
        discussion: """
            Runs this machine's psql through a forwarded port, with the server's certificate and name verified, as the cluster's first user. The password \
            comes from the user's Secret, and is never an argument. Where this machine has no psql, or with --exec, psql runs in the Pod of an instance. \
            What stands behind -- goes to psql: kubectl pg psql cluster1 -- -f file.sql. Exit status: that of psql.
            """)

    @OptionGroup var cluster: ClusterArgument

    @Flag(help: "Connect to the primary, past the pooler.")
    var primary = false

    @Flag(help: "Connect to a replica: reads only.")
    var replica = false

    @Option(name: [.customShort("U"), .long], help: "User (default: the first of spec.users that is not postgres).")
    var user: String?

    @Option(name: .shortAndLong, help: "Database (default: the user's first).")
    var database: String?

    @Option(name: .shortAndLong, help: "SQL to run, instead of a prompt; repeat for several.")
    var command: [String] = []

    @Flag(help: "As the superuser postgres, in the Pod of the primary (or with --replica of a replica); needs no password.")
    var superuser = false

    @Flag(help: "Run the psql of an instance's Pod instead of this machine's.")
    var exec = false

    @OptionGroup var connection: ConnectionOptions

    @Argument(parsing: .postTerminator, help: "What psql is given besides.")
    var arguments: [String] = []

    func validate() throws {
        if primary, replica { throw ValidationError("--primary and --replica: give one of them") }
        if superuser, user != nil { throw ValidationError("--user: with --superuser the user is postgres; leave one of them out") }
    }

    var route: DatabaseRoute { replica ? .replica : primary ? .primary : .pooler }

    func run() async throws {
        let (client, namespace) = try connection.connect()
        let found = try await cluster.find(in: namespace, of: client)
        let overview = try await ClusterOverview.members(of: found, by: client)
        let all = command.flatMap { ["-c", $0] } + arguments
        let status: Int32
        if superuser {
            status = try await runAsSuperuser(all, overview, client)
        } else {
            guard let endpoint = overview.definition.endpoint(route) else {
                throw CommandFailure("cluster \(found.metadata.name ?? "") has no pooler: use --primary or --replica")
            }
            let session = try await PsqlSession.prepare(endpoint, user: user, database: database, of: overview.definition, by: client)
            if !exec, let psql = ChildProcess.path(of: "psql") {
                status = try await Self.run(psql, all, session, through: try overview.pod(for: route), of: client)
            } else {
                let target = try overview.pod(for: route)
                let address = overview.snapshot.pods.first { $0.key == target }?.status?.podIP
                let pod = route == .pooler ? try overview.pod(for: .primary) : target
                status = try await RemoteCommand.run(
                    session.commandInPod(all, address: address), in: pod, container: Member.container, of: client, secretLine: session.password)
            }
        }
        guard status == 0 else { throw ExitCode(status) }
    }

    /// psql on the socket of an instance, where PostgreSQL knows the user by the process.
    private func runAsSuperuser(_ arguments: [String], _ overview: ClusterOverview, _ client: KubernetesClient) async throws -> Int32 {
        let pod = try overview.pod(for: replica ? .replica : .primary)
        // The root file system cannot be written, so there is no place for a history.
        let words = ["env", "PSQL_HISTORY=/dev/null", "psql", "--username", "postgres", "--dbname", database ?? "postgres"] + arguments
        return try await RemoteCommand.run(words, in: pod, container: Member.container, of: client)
    }

    /// This machine's psql, through a port that leads to the Pod.
    static func run(
        _ psql: String, _ arguments: [String], _ session: PsqlSession, through pod: ObjectKey, of client: KubernetesClient
    ) async throws -> Int32 {
        let directory = FileManager.default.temporaryDirectory.appending(path: "kubectl-pg-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: directory) }
        var file: String?
        if let authority = session.authority {
            let url = directory.appending(path: "ca.crt")
            try authority.write(to: url, atomically: true, encoding: .utf8)
            file = url.path
        } else {
            printError("The cluster's Secrets have no certificate authority: the connection is encrypted, the server's name is not verified.")
        }
        let (ports, opened) = AsyncStream.makeStream(of: Int.self)
        return try await withThrowingTaskGroup(of: Int32?.self) { group in
            group.addTask {
                try await client.listen(forPort: session.endpoint.port, of: pod) { opened.yield($0) }
                return nil
            }
            group.addTask { [file] in
                for await port in ports {
                    let environment = session.environment(
                        over: ProcessInfo.processInfo.environment, localPort: port, authorityFile: file)
                    return try await ChildProcess.run(psql, arguments, environment: environment)
                }
                return nil
            }
            defer { group.cancelAll() }
            while let status = try await group.next() { if let status { return status } }
            throw CommandFailure("the port to \(pod) could not be forwarded")
        }
    }
}

extension ClusterOverview {
    /// A cluster with its Pods only: enough to find a way in.
    static func members(of cluster: PerconaPGCluster, by api: some KubernetesAPI) async throws -> ClusterOverview {
        var overview = ClusterOverview(cluster, at: .now)
        let selector = LabelSelector(matchLabels: [Label.cluster: cluster.metadata.name ?? ""])
        overview.snapshot.pods = try await api.list(Pod.self, namespace: cluster.metadata.namespace, labelSelector: selector).items
        return overview
    }
}
