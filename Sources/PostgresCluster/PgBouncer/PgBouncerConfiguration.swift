public import KubernetesModel

/// `pgbouncer.ini`.
///
/// - Source: Percona operator 3.1.0; settings: PgBouncer documentation, "Configuration".
enum PgBouncerConfiguration {
    static let directory = "/etc/pgbouncer/~postgres-operator"
    static let file = "/etc/pgbouncer/~postgres-operator.ini"
    /// Seconds until PgBouncer tries again to log in to a server that refused. Its default of 15 would prolong every failover.
    static let loginRetry = "1"

    static func text(of cluster: ClusterDefinition, _ pooler: PgBouncerDefinition) -> String {
        // The user's file first: what follows wins.
        let include = "[pgbouncer]\n%include /etc/pgbouncer/pgbouncer.ini\n"
        let databases = pooler.databases.isEmpty ? ["*": "host=\(cluster.names.primary) port=\(cluster.port)"] : pooler.databases
        var sections = [include, INIText.section("pgbouncer", settings(pooler)), INIText.section("databases", databases)]
        if !pooler.users.isEmpty { sections.append(INIText.section("users", pooler.users)) }
        return GeneratedFile.warning + sections.joined(separator: "\n")
    }

    private static func settings(_ pooler: PgBouncerDefinition) -> [String: String] {
        var settings = [
            "auth_file": "\(directory)/users.txt",
            "auth_query": "SELECT username, password from pgbouncer.get_auth($1)",
            "auth_user": DatabaseRole.pgBouncer,
            "client_tls_sslmode": "require",
            "client_tls_cert_file": "\(directory)/frontend-tls.crt",
            "client_tls_key_file": "\(directory)/frontend-tls.key",
            "client_tls_ca_file": "\(directory)/frontend-ca.crt",
            "server_tls_sslmode": "verify-full",
            "server_tls_ca_file": "\(directory)/backend-ca.crt",
            "server_login_retry": loginRetry,
            "ignore_startup_parameters": "extra_float_digits",
            "listen_addr": "*",
            "listen_port": String(pooler.port),
            "unix_socket_dir": "",
        ]
        settings.merge(pooler.global) { $1 }
        settings["conffile"] = file
        let admins = (pooler.global["admin_users"] ?? "").split(separator: ",").map(\.trimmed).filter {
            !$0.isEmpty && $0 != DatabaseRole.pgBouncerAdmin
        }
        settings["admin_users"] = (admins + [DatabaseRole.pgBouncerAdmin]).joined(separator: ",")
        return settings
    }
}

extension ConfigMap {
    /// `{c}-pgbouncer`; nil without a pooler.
    public static func pgBouncer(of cluster: ClusterDefinition) -> ConfigMap? {
        guard let pooler = cluster.pgBouncer else { return nil }
        var data = ["pgbouncer.ini": PgBouncerConfiguration.text(of: cluster, pooler), "pgbouncer-empty": ""]
        if pooler.isPaused { data["pgbouncer-paused"] = "1" }
        return ConfigMap(
            metadata: .of(cluster, cluster.names.pgBouncer, labels: cluster.pgBouncerLabels, custom: cluster.metadata(of: pooler.metadata)),
            data: data)
    }
}
