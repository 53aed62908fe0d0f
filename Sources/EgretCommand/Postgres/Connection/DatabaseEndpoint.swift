import KubernetesClient
import KubernetesModel
import PostgresAPI
import PostgresCluster

/// A way into a cluster.
enum DatabaseRoute: String, Sendable, CaseIterable {
    case pooler, primary, replica
}

/// Where a route leads: a Service, and the Secret by which its certificate is verified.
struct DatabaseEndpoint: Sendable, Equatable {
    let route: DatabaseRoute
    let service: String
    let namespace: String
    let port: Int
    /// Places of the certificate authority, the best first.
    let authorities: [SecretKey]
    /// Whether Pods of instances have the authority, too, at `/pgconf/tls/ca.crt`.
    var hasAuthorityInPods = true

    /// The name that clients use, and that the certificate is for.
    var host: String { "\(service).\(namespace).svc" }

    /// One value of a Secret.
    struct SecretKey: Sendable, Equatable {
        var secret: String
        var key: String
    }
}

extension ClusterDefinition {
    /// - Returns: nil for a pooler that the cluster does not have.
    func endpoint(_ route: DatabaseRoute) -> DatabaseEndpoint? {
        let server = [tls.customSecret.flatMap { authority(in: $0) }, .init(secret: names.certificate, key: "ca.crt")].compactMap(\.self)
        switch route {
        case .primary: return DatabaseEndpoint(route: route, service: names.primary, namespace: namespace, port: port, authorities: server)
        case .replica: return DatabaseEndpoint(route: route, service: names.replicas, namespace: namespace, port: port, authorities: server)
        case .pooler:
            guard let pooler = pgBouncer else { return nil }
            let own = pooler.customTLSSecret.flatMap { authority(in: $0) }
            let frontend = DatabaseEndpoint.SecretKey(secret: names.pgBouncer, key: "pgbouncer-frontend.ca-roots")
            return DatabaseEndpoint(
                route: route, service: names.pgBouncer, namespace: namespace, port: pooler.port,
                authorities: [own].compactMap(\.self) + [frontend] + server, hasAuthorityInPods: own == nil && tls.customSecret == nil)
        }
    }

    private func authority(in secret: SecretProjection) -> DatabaseEndpoint.SecretKey? {
        guard let name = secret.name else { return nil }
        return .init(secret: name, key: secret.items?.first { $0.path == "ca.crt" }?.key ?? "ca.crt")
    }

    /// Name of a user's Secret.
    func secretName(of user: String) -> String { effectiveUsers.first { $0.name == user }?.secretName ?? names.userSecret(user) }

    /// The user that is meant where none is named: the first that is no superuser.
    var usualUser: UserDefinition? { effectiveUsers.first { $0.name != "postgres" } ?? effectiveUsers.first }
}

extension ClusterOverview {
    /// The Pod that a route leads to.
    ///
    /// - Throws: ``CommandFailure`` if there is none that is ready.
    func pod(for route: DatabaseRoute) throws -> ObjectKey {
        let name = definition.name
        guard !definition.isPaused else { throw CommandFailure("cluster \(name) is paused: set spec.pause to false to start it") }
        switch route {
        case .pooler:
            guard definition.pgBouncer != nil else { throw CommandFailure("cluster \(name) has no pooler: use --primary or --replica") }
            if let pod = poolers.first(where: { $0.isReady && $0.metadata.deletionTimestamp == nil }) { return pod.key }
            throw CommandFailure("no pooler of cluster \(name) is ready; --primary goes past them, `kubectl pg status \(name)` says more")
        case .primary:
            if let member = members.first(where: { $0.role?.leads == true && $0.isReady }) { return member.pod.key }
            throw CommandFailure("cluster \(name) has no primary that is ready: `kubectl pg status \(name)` says why")
        case .replica:
            if let member = members.first(where: { $0.role?.leads == false && $0.isReady }) { return member.pod.key }
            throw CommandFailure("cluster \(name) has no replica that is ready: `kubectl pg status \(name)` says more")
        }
    }
}
