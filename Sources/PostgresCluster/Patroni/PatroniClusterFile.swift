public import KubernetesModel

extension ConfigMap {
    /// `{c}-config`: what all members of a cluster have in common in Patroni's configuration.
    ///
    /// - Parameters:
    ///   - bootstrap: the dynamic configuration to start with, until the cluster exists.
    ///   - origin: where data comes from; it is here unless instance sets differ in it.
    public static func patroniCluster(of cluster: ClusterDefinition, bootstrap: JSONValue?, origin: DataOrigin) -> ConfigMap {
        let content = PatroniClusterFile.content(of: cluster, bootstrap: bootstrap, origin: origin)
        return ConfigMap(
            metadata: .of(cluster, cluster.names.config, labels: cluster.clusterLabel),
            data: ["patroni.yaml": GeneratedFile.warning + content.yaml])
    }
}

/// The first lines of every generated configuration file.
enum GeneratedFile {
    static let warning = """
        # Made by the operator from the PerconaPGCluster. Do not edit: changes made here are overwritten,
        # also with the annotation pgv2.percona.com/override-config=true. Change the PerconaPGCluster instead.

        """
}

/// Patroni's configuration of a cluster, `~postgres-operator_cluster.yaml`.
enum PatroniClusterFile {
    static let directory = "/etc/patroni/~postgres-operator"

    static func content(of cluster: ClusterDefinition, bootstrap: JSONValue?, origin: DataOrigin) -> JSONValue {
        var labels = cluster.metadata.labels
        labels[Label.cluster] = cluster.name
        let kubernetes: JSONValue = [
            "namespace": .string(cluster.namespace),
            "role_label": .string(Label.role),
            "scope_label": .string(Label.patroni),
            "use_endpoints": true,
            "labels": labels.json,
        ]
        let postgresql: JSONValue = [
            "authentication": ["replication": replicationUser, "rewind": replicationUser],
            "remove_data_directory_on_diverged_timelines": .bool(cluster.patroni.removesDataDirectoryOnDivergedTimelines),
        ]
        var file: JSONValue = [
            "scope": .string(cluster.names.ha), "kubernetes": kubernetes, "postgresql": postgresql, "restapi": restAPI, "ctl": control,
            "watchdog": ["mode": "off"],
        ]
        if let bootstrap { file["bootstrap"] = ["dcs": bootstrap] }
        if let shared = origin.shared(in: cluster) { file.take(sections: shared) }
        return file
    }

    /// Logs in with a certificate.
    private static var replicationUser: JSONValue {
        [
            "username": .string(DatabaseRole.replication), "sslmode": "verify-ca", "sslcert": "/tmp/replication/tls.crt",
            "sslkey": "/tmp/replication/tls.key", "sslrootcert": "/tmp/replication/ca.crt",
        ]
    }

    /// Reading needs no certificate, changing needs one; the key is in the same file as the certificate.
    private static var restAPI: JSONValue {
        [
            "cafile": .string("\(directory)/patroni.ca-roots"), "certfile": .string("\(directory)/patroni.crt+key"),
            "verify_client": "optional",
        ]
    }

    private static var control: JSONValue {
        [
            "cacert": .string("\(directory)/patroni.ca-roots"), "certfile": .string("\(directory)/patroni.crt+key"),
            "insecure": false,
        ]
    }
}

/// Roles that the operator uses itself.
public enum DatabaseRole {
    public static let superuser = "postgres"
    /// Follows and rewinds; logs in by certificate.
    public static let replication = "_crunchyrepl"
    /// Asks for the passwords of users on behalf of the pooler.
    public static let pgBouncer = "_crunchypgbouncer"
    /// Known to the pooler only: its admin console.
    public static let pgBouncerAdmin = "_crunchypgbounceradmin"
    public static let monitor = "monitor"
    public static let logicalReplication = "logicalrepl"
}
