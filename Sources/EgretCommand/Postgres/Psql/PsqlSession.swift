import Foundation
import KubernetesClient
import KubernetesModel
import PostgresAPI
import PostgresCluster

/// As whom psql connects, and where to.
struct PsqlSession: Sendable {
    let endpoint: DatabaseEndpoint
    let user: String
    let database: String
    /// Never printed, and never an argument: psql gets it through its environment.
    let password: String
    /// The certificate authority as PEM; nil where the cluster's Secrets have none, so that the server's name cannot be verified.
    let authority: String?

    /// Reads the user's Secret and the certificate authority.
    ///
    /// - Throws: ``CommandFailure`` for a user or Secret that is not there.
    static func prepare(
        _ endpoint: DatabaseEndpoint, user: String?, database: String?, of cluster: ClusterDefinition, by api: some KubernetesAPI
    ) async throws -> PsqlSession {
        guard let user = user ?? cluster.usualUser?.name else {
            throw CommandFailure("cluster \(cluster.name) has no user: name one in spec.users, or use --superuser")
        }
        let key = ObjectKey(namespace: cluster.namespace, name: cluster.secretName(of: user))
        guard let secret = try await api.find(Secret.self, key) else {
            let users = cluster.effectiveUsers.map(\.name).joined(separator: ", ")
            throw CommandFailure("user \(user): there is no Secret \(key); users of cluster \(cluster.name): \(users)")
        }
        guard let password = secret.text(at: "password") else {
            throw CommandFailure("Secret \(key) has no password: \(user) cannot log in by password, so psql cannot either")
        }
        let known = cluster.effectiveUsers.first { $0.name == user }?.databases.first
        return PsqlSession(
            endpoint: endpoint, user: secret.text(at: "user") ?? user,
            database: database ?? secret.text(at: "dbname") ?? known ?? "postgres", password: password,
            authority: try await authority(for: endpoint, by: api))
    }

    private static func authority(for endpoint: DatabaseEndpoint, by api: some KubernetesAPI) async throws -> String? {
        for place in endpoint.authorities {
            let secret = try await api.find(Secret.self, ObjectKey(namespace: endpoint.namespace, name: place.secret))
            if let text = secret?.text(at: place.key) { return text }
        }
        return nil
    }

    /// The environment of psql: libpq's variables over those of this process.
    ///
    /// - Parameters:
    ///   - localPort: where the forwarded port listens on this machine; the certificate is verified for the Service's name all the same.
    ///   - authorityFile: path of the authority; nil without one.
    func environment(over own: [String: String], localPort: Int, authorityFile: String?) -> [String: String] {
        // What a person set for other servers does not hold here.
        let foreign: Set = ["PGSERVICE", "PGPASSFILE", "PGTARGETSESSIONATTRS", "PGLOADBALANCEHOSTS", "PGSSLCERT", "PGSSLKEY"]
        var environment = own.filter { !foreign.contains($0.key) }
        environment["PGHOST"] = endpoint.host
        environment["PGHOSTADDR"] = "127.0.0.1"
        environment["PGPORT"] = String(localPort)
        environment["PGUSER"] = user
        environment["PGDATABASE"] = database
        environment["PGPASSWORD"] = password
        environment["PGSSLMODE"] = authorityFile == nil ? "require" : "verify-full"
        environment["PGSSLROOTCERT"] = authorityFile
        return environment
    }

    /// psql within the Pod of an instance, which has no password yet: a shell reads it from the first line of its input, without an echo.
    ///
    /// It says with one byte, ``RemoteCommand/readiness``, that it is ready to read.
    ///
    /// - Parameter address: of the Pod that the route leads to: through a Service, a request to cancel may reach another one.
    func commandInPod(_ arguments: [String], address: String?) -> [String] {
        let script =
            #"stty -echo 2> /dev/null; printf '\001'; IFS= read -r PGPASSWORD; stty echo 2> /dev/null; "#
            + #"export PGPASSWORD PSQL_HISTORY=/dev/null; exec psql "$@""#
        let mode = endpoint.hasAuthorityInPods ? "verify-full sslrootcert=/pgconf/tls/ca.crt" : "require"
        let login = "user='\(Self.escaped(user))' dbname='\(Self.escaped(database))'"
        let place = "host=\(endpoint.host) \(address.map { "hostaddr=\($0) " } ?? "")port=\(endpoint.port)"
        return ["sh", "-c", script, "psql", "\(place) \(login) sslmode=\(mode)"] + arguments
    }

    /// A value within quotes in a connection string.
    private static func escaped(_ text: String) -> String { text.map { #"'\"#.contains($0) ? "\\\($0)" : String($0) }.joined() }
}

extension Secret {
    /// A value as text; nil if it is missing or empty.
    func text(at key: String) -> String? {
        guard let encoded = data?[key], let bytes = Data(base64Encoded: encoded), !bytes.isEmpty else { return nil }
        return String(data: bytes, encoding: .utf8)
    }
}
