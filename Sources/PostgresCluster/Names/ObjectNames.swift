/// The names of the objects of one cluster.
///
/// - Source: Percona operator 3.1.0.
public struct ObjectNames: Sendable, Hashable {
    public let cluster: String

    public init(cluster: String) { self.cluster = cluster }

    /// Headless Service and Endpoints that lead to ``ha``.
    public var primary: String { "\(cluster)-primary" }
    /// Service of the leader, and Patroni's scope; Patroni writes the Endpoints of this name.
    public var ha: String { "\(cluster)-ha" }
    /// Service and Endpoints in which Patroni keeps the dynamic configuration.
    public var haConfig: String { "\(cluster)-ha-config" }
    /// Endpoints in which Patroni keeps a requested switchover or failover.
    public var haFailover: String { "\(cluster)-ha-failover" }
    /// Endpoints in which Patroni keeps the synchronous standbys.
    public var haSync: String { "\(cluster)-ha-sync" }
    public var replicas: String { "\(cluster)-replicas" }
    /// Headless Service that gives every Pod a DNS name.
    public var pods: String { "\(cluster)-pods" }
    /// Deployment, Service, ConfigMap, Secret and PodDisruptionBudget of the pooler.
    public var pgBouncer: String { "\(cluster)-pgbouncer" }
    /// ConfigMap with Patroni's configuration.
    public var config: String { "\(cluster)-config" }
    public var repoHost: String { "\(cluster)-repo-host" }
    public var repoHostPod: String { "\(cluster)-repo-host-0" }
    public var pgBackRestConfig: String { "\(cluster)-pgbackrest-config" }
    /// Secret, ServiceAccount, Role and RoleBinding of pgBackRest.
    public var pgBackRest: String { "\(cluster)-pgbackrest" }
    /// ServiceAccount, Role and RoleBinding of the instances.
    public var instance: String { "\(cluster)-instance" }
    public var authorityCertificate: String { "\(cluster)-cluster-ca-cert" }
    public var certificate: String { "\(cluster)-cluster-cert" }
    public var replicationCertificate: String { "\(cluster)-replication-cert" }
    public var restoreJob: String { "\(cluster)-pgbackrest-restore" }
    public var backupLock: String { "pg-\(cluster)-backup-lock" }

    /// The claim of a repository.
    public func repoClaim(_ repo: String) -> String { "\(cluster)-\(repo)" }
    /// The budget of an instance set.
    public func disruptionBudget(ofSet set: String) -> String { "\(cluster)-set-\(set)" }
    /// The Secret of a user, unless the user has a `secretName`.
    public func userSecret(_ user: String) -> String { "\(cluster)-pguser-\(user)" }
    /// A Job of a backup; `suffix` as ``NameSuffix/random(using:)`` gives it.
    public func backupJob(suffix: String) -> String { "\(cluster)-backup-\(suffix)" }
}

extension ClusterDefinition {
    public var names: ObjectNames { ObjectNames(cluster: name) }

    /// The names of a Service, the complete one first: `s.NS.svc.DOMAIN`, `s.NS.svc`, `s.NS`, `s`.
    func dnsNames(ofService service: String) -> [String] {
        ["\(service).\(namespace).svc.\(dnsDomain)", "\(service).\(namespace).svc", "\(service).\(namespace)", service]
    }

    /// The names of a Pod within ``ObjectNames/pods``, the complete one first.
    func dnsNames(ofPod pod: String) -> [String] {
        dnsNames(ofService: "\(pod).\(names.pods)")
    }
}
