public import KubernetesModel

/// The configuration with which pgBackRest reads the data source of a new cluster.
public enum DataSourceConfiguration {
    /// Keys of the Secret that is copied from another cluster, and where each is mounted below `/etc/pgbackrest/conf.d`.
    public static let copied = [
        PgBackRestConfiguration.instanceFile: PgBackRestConfiguration.instanceFile,
        "pgbackrest.ca-roots": "~postgres-operator/tls-ca.crt",
        "pgbackrest-client.crt": "~postgres-operator/client-tls.crt",
        "pgbackrest-client.key": "~postgres-operator/client-tls.key",
    ]
    /// Begins the keys that hold files of the other cluster's user.
    public static let userPrefix = "user-"

    /// The ConfigMap for a repository that needs no cluster.
    static func configMap(
        of cluster: ClusterDefinition, _ repo: BackupsDefinition.Repo, stanza: String, global: [String: String]
    ) -> ConfigMap {
        let labels = [Label.cluster: cluster.name, Label.pgBackRest: "", Label.pgBackRestRestoreConfig: ""].merging(cluster.appLabels()) { $1 }
        return ConfigMap(
            metadata: .of(cluster, cluster.names.dataSource, labels: labels, custom: cluster.pgBackRestMetadata),
            data: [PgBackRestConfiguration.instanceFile: PgBackRestConfiguration.reading(repo, stanza: stanza, global: global, for: cluster)])
    }

    /// The volume of the Job.
    static func volume(of cluster: ClusterDefinition, _ source: DataSourceDefinition, copy: SecretDigest?) -> Volume {
        switch source.origin {
        case .repository(_, _, _, let configuration):
            let file = PgBackRestConfiguration.instanceFile
            return .projected("pgbackrest-config", configuration + [.configMap(cluster.names.dataSource, [KeyToPath(file, file)])])
        case .cluster:
            let items = (copy?.keys.keys.sorted() ?? []).map { key in
                KeyToPath(key, copied[key] ?? String(key.dropFirst(userPrefix.count)), mode: KeyToPath.ownerOnly)
            }
            return .projected("pgbackrest-config", [.secret(cluster.names.dataSource, items)])
        }
    }
}

extension Label {
    public static let pgBackRestRestoreConfig = "postgres-operator.crunchydata.com/pgbackrest-restore-config"
}
