/// One PostgreSQL server of a cluster: a StatefulSet of one Pod, with volumes that keep its name.
public struct Instance: Sendable, Hashable {
    /// Name of the StatefulSet, for example `cluster1-instance1-x7k2`.
    public let name: String
    public let set: InstanceSetDefinition

    /// - Parameter name: as ``name(cluster:set:suffix:)`` makes it, or as the volumes of an earlier instance say.
    public init(name: String, set: InstanceSetDefinition) {
        self.name = name
        self.set = set
    }

    /// The name of an instance; `suffix` from ``NameSuffix``.
    public static func name(cluster: String, set: String, suffix: String) -> String { "\(cluster)-\(set)-\(suffix)" }

    public var podName: String { "\(name)-0" }
    public var configMap: String { "\(name)-config" }
    public var certificates: String { "\(name)-certs" }
    public var dataClaim: String { "\(name)-pgdata" }
    public var walClaim: String { "\(name)-pgwal" }
    public func tablespaceClaim(_ tablespace: String) -> String { "\(name)-\(tablespace)-tablespace" }
}

/// Where PostgreSQL's files are in the containers.
///
/// - Source: Percona operator 3.1.0.
struct DataPaths {
    let version: Int
    let hasWALVolume: Bool

    init(_ cluster: ClusterDefinition, _ set: InstanceSetDefinition) {
        version = cluster.postgresVersion
        hasWALVolume = set.walVolumeClaim != nil
    }

    /// PGDATA.
    static func dataDirectory(_ version: Int) -> String { "/pgdata/pg\(version)" }
    var dataDirectory: String { Self.dataDirectory(version) }
    var walDirectory: String { hasWALVolume ? "/pgwal/pg\(version)_wal" : "/pgdata/pg\(version)_wal" }
    /// Restored data that waits for Patroni's bootstrap.
    var bootstrapDirectory: String { "\(dataDirectory)_bootstrap" }
    static let socketDirectory = "/tmp/postgres"
    static let pgBackRestLogs = "/pgdata/pgbackrest/log"
}
