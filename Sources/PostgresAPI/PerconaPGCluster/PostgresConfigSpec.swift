package import KubernetesModel

/// `spec.config`: parameters and files of PostgreSQL.
package struct PostgresConfigSpec: FieldSet {
    package static let fields = Self()
    package let files = Field<[VolumeProjection]>("files", whenUnset: []) {
        "ConfigMaps and Secrets whose files appear under `/etc/postgres`, for example `krb5.conf`, or the CA of an LDAP server."
        Support.notYet
        Effect.rollingRestart
    }
    package let parameters = Field<[String: IntOrString]>("parameters", whenUnset: [:]) {
        "Parameters of PostgreSQL, as in `postgresql.conf`. Each is checked against the running version before any server sees it."
        "They win over those in `patroni.dynamicConfiguration`; those that high availability depends on are refused here."
        Map.granular
        // More than PostgreSQL and all extensions of our images have; the bound limits what checking the rules can cost.
        Count(...1000)
        Effect.restart
        forbidden("config_file", "data_directory", because: "where the data is cannot be changed: config_file, data_directory")
        forbidden("external_pid_file", because: "external_pid_file cannot be changed")
        forbidden("hba_file", "ident_file", because: "use authentication.rules instead: hba_file, ident_file")
        forbidden("listen_addresses", because: "PostgreSQL always listens on all addresses: listen_addresses")
        forbidden("port", because: "use spec.port instead: port")
        Rule(
            "encryption is always on, with the operator's certificates: ssl",
            cel: #"!has(self.ssl) && !self.exists(k, k.startsWith("ssl_") && !(k == 'ssl_groups' || k == 'ssl_ecdh_curve'))"#
        ) { (parameters: [String: IntOrString]) in
            !parameters.keys.contains { $0 == "ssl" || $0.hasPrefix("ssl_") && $0 != "ssl_groups" && $0 != "ssl_ecdh_curve" }
        }
        Rule("where sockets are cannot be changed: unix_socket_*", cel: #"!self.exists(k, k.startsWith("unix_socket_"))"#) {
            (parameters: [String: IntOrString]) in !parameters.keys.contains { $0.hasPrefix("unix_socket_") }
        }
        Rule(#"wal_level can be "logical" only, which includes what replicas need"#, cel: #"!has(self.wal_level) || self.wal_level in ["logical"]"#) {
            (parameters: [String: IntOrString]) in parameters["wal_level"].map { $0 == .string("logical") } ?? true
        }
        forbidden("wal_log_hints", because: "wal_log_hints is always on, so that a former primary can rejoin")
        forbidden(
            "archive_mode", "archive_command", "restore_command",
            because: "archiving belongs to pgBackRest: archive_mode, archive_command, restore_command")
        Rule(
            "recovery is steered by a PerconaPGRestore: recovery_target*",
            cel: #"!has(self.recovery_target) && !self.exists(k, k.startsWith("recovery_target_"))"#
        ) { (parameters: [String: IntOrString]) in !parameters.keys.contains { $0 == "recovery_target" || $0.hasPrefix("recovery_target_") } }
        forbidden("hot_standby", because: "hot_standby is always on")
        forbidden("synchronous_standby_names", because: "use synchronous_mode in patroni.dynamicConfiguration instead: synchronous_standby_names")
        forbidden("primary_conninfo", "primary_slot_name", because: "replication belongs to Patroni: primary_conninfo, primary_slot_name")
        forbidden("recovery_min_apply_delay", because: "a replica that lags on purpose cannot take over: recovery_min_apply_delay")
        forbidden("cluster_name", because: "cluster_name is the name of the cluster")
        forbidden("logging_collector", because: "logging_collector cannot be changed")
        forbidden("log_file_mode", because: "log_file_mode cannot be changed")
    }
}

/// A rule that some parameters may not be set.
private func forbidden(_ names: String..., because message: String) -> Rule {
    Rule(message, cel: names.map { "!has(self.\($0))" }.joined(separator: " && ")) { (parameters: [String: IntOrString]) in
        names.allSatisfy { parameters[$0] == nil }
    }
}
