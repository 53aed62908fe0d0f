public import KubernetesModel

/// Patroni's dynamic configuration: what all members share while they run.
///
/// It goes to `bootstrap.dcs` while the cluster does not exist, and to the annotation `config` of the Endpoints `{c}-ha-config` afterwards.
public enum DynamicConfiguration {
    /// The configuration of a cluster: defaults, over them the user's, over them what the operator relies on.
    ///
    /// - Parameter missingLibraries: libraries that the image does not have; they are not preloaded, since PostgreSQL would not start.
    public static func content(of cluster: ClusterDefinition, missingLibraries: Set<String> = []) -> JSONValue {
        var root = cluster.patroni.dynamicConfiguration.object ?? [:]
        root["ttl"] = .integer(Int64(cluster.patroni.leaderLeaseDurationSeconds))
        root["loop_wait"] = .integer(Int64(cluster.patroni.syncPeriodSeconds))

        var postgresql = root["postgresql"]?.object ?? [:]
        if postgresql["use_slots"] == nil { postgresql["use_slots"] = false }
        postgresql["use_pg_rewind"] = true
        postgresql["parameters"] = .object(PostgresParameters(cluster, missingLibraries: missingLibraries).all)
        postgresql["pg_hba"] = HostBasedAuthentication.rules(of: cluster).json
        root["postgresql"] = .object(postgresql)

        root["standby_cluster"] = standby(of: cluster, given: root["standby_cluster"])
        return .object(root)
    }

    private static func standby(of cluster: ClusterDefinition, given: JSONValue?) -> JSONValue? {
        guard let standby = cluster.standby else { return nil }
        var section = given?.object ?? [:]
        section["restore_command"] = nil
        section["host"] = standby.host.map { .string($0) }
        section["port"] = standby.host == nil ? nil : .integer(Int64(standby.port ?? cluster.port))
        var methods: [String] = []
        if standby.repoName != nil { methods.append("pgbackrest") }
        if standby.host != nil { methods.append("basebackup") }
        section["create_replica_methods"] = methods.json
        if standby.repoName != nil, let command = PostgresParameters(cluster).restoreCommand { section["restore_command"] = .string(command) }
        return .object(section)
    }
}
