import KubernetesModel

/// Where pgBackRest's configuration and certificates are mounted, and what from.
enum PgBackRestMounts {
    /// The certificate of the TLS server.
    static let server = VolumeMount("pgbackrest-server", "/etc/pgbackrest/server", readOnly: true)
    static let config = VolumeMount("pgbackrest-config", "/etc/pgbackrest/conf.d", readOnly: true)

    /// Who reads the configuration.
    enum Reader { case instance, repoHost }

    /// The user's files first, then ours, then the client certificate.
    static func configVolume(of cluster: ClusterDefinition, for reader: Reader) -> Volume {
        let file = reader == .instance ? PgBackRestConfiguration.instanceFile : PgBackRestConfiguration.repoHostFile
        return .projected(
            "pgbackrest-config",
            cluster.backups.configuration + [
                .configMap(
                    cluster.names.pgBackRestConfig,
                    [
                        KeyToPath(file, file),
                        KeyToPath(PgBackRestConfiguration.hashKey, PgBackRestConfiguration.hashKey),
                        KeyToPath(PgBackRestConfiguration.serverFile, "~postgres-operator_server.conf"),
                    ]),
                .secret(
                    cluster.names.pgBackRest,
                    [
                        KeyToPath("pgbackrest.ca-roots", "~postgres-operator/tls-ca.crt"),
                        KeyToPath("pgbackrest-client.crt", "~postgres-operator/client-tls.crt"),
                        KeyToPath("pgbackrest-client.key", "~postgres-operator/client-tls.key", mode: KeyToPath.ownerOnly),
                    ]),
            ])
    }
}
