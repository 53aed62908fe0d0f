import KubernetesModel

/// The parameters of PostgreSQL: defaults, over them the user's, over them what the operator relies on.
///
/// - Source: Percona operator 3.1.0; names and meaning: PostgreSQL documentation, "Server Configuration".
struct PostgresParameters {
    private let cluster: ClusterDefinition
    private let missingLibraries: Set<String>

    init(_ cluster: ClusterDefinition, missingLibraries: Set<String> = []) {
        self.cluster = cluster
        self.missingLibraries = missingLibraries
    }

    var all: [String: JSONValue] {
        let given = user
        var parameters = defaults.merging(given) { $1 }.merging(mandatory) { $1 }
        if let command = given["restore_command"]?.string { parameters["restore_command"] = .string(command + repoOption) }
        parameters["shared_preload_libraries"] = libraries(given["shared_preload_libraries"]?.string)
        return parameters
    }

    private var defaults: [String: JSONValue] {
        [
            "wal_level": "logical",
            "jit": "off",
            "password_encryption": "scram-sha-256",
            "archive_timeout": "60s",
            "huge_pages": cluster.instanceSets.contains { !HugePages.sizes(of: $0.resources).isEmpty } ? "try" : "off",
        ]
    }

    /// `spec.config.parameters` wins over `spec.patroni.dynamicConfiguration`.
    private var user: [String: JSONValue] {
        let dynamic = cluster.patroni.dynamicConfiguration[path: "postgresql", "parameters"]?.object ?? [:]
        return dynamic.merging(cluster.parameters) { $1 }
    }

    private var mandatory: [String: JSONValue] {
        var parameters: [String: JSONValue] = [
            "unix_socket_directories": .string(DataPaths.socketDirectory),
            "ssl": "on",
            "ssl_cert_file": "/pgconf/tls/tls.crt",
            "ssl_key_file": "/pgconf/tls/tls.key",
            "ssl_ca_file": "/pgconf/tls/ca.crt",
            "archive_mode": "on",
            "archive_command": .string(archiveCommand),
        ]
        if let command = restoreCommand { parameters["restore_command"] = .string(command) }
        if cluster.backups.isEnabled, cluster.backups.tracksLatestRestorableTime { parameters["track_commit_timestamp"] = "true" }
        if preloads("pg_stat_statements") { parameters["pg_stat_statements.track"] = "all" }
        if preloads("pg_stat_monitor") {
            parameters["pg_stat_monitor.pgsm_enable_overflow"] = "off"
            parameters["pg_stat_monitor.pgsm_query_max_len"] = "2048"
        }
        if preloads("pg_cron") { parameters["cron.database_name"] = "postgres" }
        return parameters
    }
}

extension PostgresParameters {
    /// Pushes a WAL segment, and notes the time of its last commit.
    var archiveCommand: String {
        guard cluster.backups.isEnabled else { return "true" }
        let push = #"/opt/crunchy/bin/archive-push pgbackrest --stanza=db archive-push "%p""#
        return cluster.backups.tracksLatestRestorableTime ? push + #" && /opt/crunchy/bin/latest-commit-timestamp "%p""# : push
    }

    /// Fetches a WAL segment; nil without backups.
    var restoreCommand: String? {
        guard cluster.backups.isEnabled else { return nil }
        return #"/opt/crunchy/bin/restore-command-wrapper.sh pgbackrest --stanza=db archive-get %f "%p""# + repoOption
    }

    private var repoOption: String { cluster.standbyRepo.map { " --repo=\($0)" } ?? "" }
}

extension ExtensionsDefinition {
    /// The libraries of enabled extensions that must be preloaded, in a fixed order.
    public var preloadLibraries: [String] {
        [
            ("pg_stat_statements", pgStatStatements), ("pg_stat_monitor", pgStatMonitor), ("pgaudit", pgAudit), ("pg_cron", pgCron),
            ("set_user", setUser),
        ].filter { $0.1 }.map { $0.0 }
    }
}

extension PostgresParameters {
    private func preloads(_ library: String) -> Bool {
        cluster.extensions.preloadLibraries.contains(library) && !missingLibraries.contains(library)
    }

    /// The user's libraries, then ours, each once; `citus` comes first, as it demands. Nil where there is none.
    private func libraries(_ user: String?) -> JSONValue? {
        let given = (user ?? "").split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
        var seen: Set<String> = []
        var all = (given + cluster.extensions.preloadLibraries.filter(preloads)).filter { seen.insert($0).inserted }
        if let citus = all.firstIndex(of: "citus"), citus > 0 { all.insert(all.remove(at: citus), at: 0) }
        return all.isEmpty && user == nil ? nil : .string(all.joined(separator: ","))
    }
}
