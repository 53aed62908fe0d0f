import ArgumentParser
import KubernetesModel
import PostgresAPI
import PostgresCluster

/// `pg connect`: how programs connect to a cluster.
struct ConnectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connect", abstract: "Show how programs connect: hosts, users, and which Secrets hold passwords and certificate authority.",
        discussion: "Reads no Secret. The Secrets of users hold complete URIs, under the keys uri and pgbouncer-uri.")

    @OptionGroup var cluster: ClusterArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let (client, namespace) = try connection.connect()
        let found = try await cluster.find(in: namespace, of: client)
        let guide = ConnectionGuide(ClusterOverview(found, at: .now).definition)
        print(output.output?.text(guide.json) ?? guide.text(.standardOutput), terminator: "")
    }
}

/// How programs connect to a cluster.
struct ConnectionGuide {
    let definition: ClusterDefinition

    init(_ definition: ClusterDefinition) { self.definition = definition }

    var endpoints: [DatabaseEndpoint] { DatabaseRoute.allCases.compactMap(definition.endpoint) }

    func text(_ style: TextStyle = .plain) -> String {
        var hosts = TextTable("LEADS TO", "HOST", "PORT", "AUTHORITY")
        for endpoint in endpoints {
            hosts.add(
                .init(endpoint.route.words), .init(endpoint.host), .init(String(endpoint.port)),
                .init(endpoint.authorities.first.map { "Secret \($0.secret), key \($0.key)" }))
        }
        var users = TextTable("USER", "DATABASES", "SECRET")
        for user in definition.effectiveUsers {
            users.add(.init(user.name), .init(Optional(user.databases.joined(separator: ", ")).nonEmpty), .init(definition.secretName(of: user.name)))
        }
        var parts = [hosts.text(style), users.text(style)]
        if let endpoint = endpoints.first, let user = definition.usualUser {
            let login = "user=\(user.name) dbname=\(user.databases.first ?? "postgres")"
            parts.append(
                """
                From a Pod, with the authority in ca.crt and the password in PGPASSWORD:
                  psql "host=\(endpoint.host) port=\(endpoint.port) \(login) sslmode=verify-full sslrootcert=ca.crt"
                From here:
                  kubectl pg psql -n \(definition.namespace) \(definition.name)

                """)
        }
        return parts.joined(separator: "\n")
    }

    var json: JSONValue {
        OutputDocument.of(
            "ConnectionGuide",
            [
                "name": definition.name.json, "namespace": definition.namespace.json,
                "endpoints": .array(
                    endpoints.map { endpoint in
                        .members([
                            "route": endpoint.route.rawValue.json, "host": endpoint.host.json, "port": endpoint.port.json,
                            "authority": endpoint.authorities.first.map { .members(["secret": $0.secret.json, "key": $0.key.json]) },
                        ])
                    }),
                "users": .array(
                    definition.effectiveUsers.map { user in
                        .members(["name": user.name.json, "databases": user.databases.json, "secret": definition.secretName(of: user.name).json])
                    }),
            ])
    }
}

extension DatabaseRoute {
    var words: String {
        switch self {
        case .pooler: "pooler, then primary"
        case .primary: "primary"
        case .replica: "a replica, reads only"
        }
    }
}
