public import KubernetesModel

/// pgBackRest's configuration files.
///
/// - Source: Percona operator 3.1.0; options: pgBackRest documentation, "Configuration Reference".
public enum PgBackRestConfiguration {
    static let instanceFile = "pgbackrest_instance.conf"
    static let repoHostFile = "pgbackrest_repo.conf"
    static let serverFile = "pgbackrest-server.conf"
    static let hashKey = "config-hash"
    /// The one stanza of a cluster.
    public static let stanza = "db"

    private static let directory = "/etc/pgbackrest/conf.d/~postgres-operator"

    /// For the containers `database` and `pgbackrest` of instances.
    public static func instance(of cluster: ClusterDefinition) -> String {
        var global = ["archive-async": "y", "log-path": DataPaths.pgBackRestLogs, "spool-path": "/pgdata/pgbackrest-spool"]
        let host = cluster.dnsNames(ofPod: cluster.names.repoHostPod)[0]
        for repo in cluster.backups.repos {
            global.merge(options(of: repo)) { $1 }
            if repo.volumeClaim != nil {
                global.merge(tlsOptions("\(repo.name)-host", host: host)) { $1 }
                global["\(repo.name)-host-user"] = "postgres"
            }
        }
        let database = [
            "pg1-path": DataPaths.dataDirectory(cluster.postgresVersion), "pg1-port": String(cluster.port),
            "pg1-socket-path": DataPaths.socketDirectory,
        ]
        return text([("global", global.merging(cluster.backups.global) { $1 }), (stanza, database)])
    }

    /// For the repository host, which reaches every instance, whichever leads.
    static func repoHost(of cluster: ClusterDefinition, instances: [String]) -> String {
        var global: [String: String] = [:]
        for repo in cluster.backups.repos { global.merge(options(of: repo)) { $1 } }
        if let volume = cluster.backups.repos.first(where: { $0.volumeClaim != nil }) {
            global["log-path"] = "/pgbackrest/\(volume.name)/log"
        } else {
            global["log-level-file"] = "off"
        }
        // Else a backup waits for the next checkpoint by schedule, for minutes.
        global["start-fast"] = "y"
        var database: [String: String] = [:]
        for (index, instance) in instances.sorted().enumerated() {
            let prefix = "pg\(index + 1)"
            database.merge(tlsOptions("\(prefix)-host", host: cluster.dnsNames(ofPod: "\(instance)-0")[0])) { $1 }
            database["\(prefix)-path"] = DataPaths.dataDirectory(cluster.postgresVersion)
            database["\(prefix)-port"] = String(cluster.port)
            database["\(prefix)-socket-path"] = DataPaths.socketDirectory
        }
        return text([("global", global.merging(cluster.backups.global) { $1 }), (stanza, database)])
    }

    /// For a Job that reads one repository of another cluster, and writes nothing there.
    static func reading(_ repo: BackupsDefinition.Repo, stanza: String, global: [String: String], for cluster: ClusterDefinition) -> String {
        let own = ["log-path": DataPaths.pgBackRestLogs, "spool-path": "/pgdata/pgbackrest-spool"].merging(options(of: repo)) { $1 }
        let database = [
            "pg1-path": DataPaths.dataDirectory(cluster.postgresVersion), "pg1-port": String(cluster.port),
            "pg1-socket-path": DataPaths.socketDirectory,
        ]
        return text([("global", own.merging(global) { $1 }), (stanza, database)])
    }

    /// For the TLS server in every Pod that has one.
    static func server(of cluster: ClusterDefinition) -> String {
        let global = [
            "tls-server-address": cluster.backups.listensOnIPv6 ? "::" : "0.0.0.0",
            "tls-server-auth": "\(clientName(of: cluster))=*",
            "tls-server-ca-file": "\(directory)/tls-ca.crt",
            "tls-server-cert-file": "/etc/pgbackrest/server/server-tls.crt",
            "tls-server-key-file": "/etc/pgbackrest/server/server-tls.key",
        ]
        let server = ["log-level-console": "detail", "log-level-file": "off", "log-level-stderr": "error", "log-timestamp": "n"]
        return text([("global", global), ("global:server", server)])
    }

    /// The name in the client certificate: no other cluster's certificate is let in.
    static func clientName(of cluster: ClusterDefinition) -> String { "pgbackrest@\(cluster.uid)" }

    private static func tlsOptions(_ prefix: String, host: String) -> [String: String] {
        [
            prefix: host, "\(prefix)-type": "tls", "\(prefix)-ca-file": "\(directory)/tls-ca.crt",
            "\(prefix)-cert-file": "\(directory)/client-tls.crt", "\(prefix)-key-file": "\(directory)/client-tls.key",
        ]
    }

    private static func options(of repo: BackupsDefinition.Repo) -> [String: String] {
        var options = ["\(repo.name)-path": "/pgbackrest/\(repo.name)"]
        switch repo.storage {
        case .volume: break
        case .s3(let bucket, let endpoint, let region):
            options["\(repo.name)-type"] = "s3"
            options["\(repo.name)-s3-bucket"] = bucket
            options["\(repo.name)-s3-endpoint"] = endpoint
            options["\(repo.name)-s3-region"] = region
        case .gcs(let bucket):
            options["\(repo.name)-type"] = "gcs"
            options["\(repo.name)-gcs-bucket"] = bucket
        case .azure(let container):
            options["\(repo.name)-type"] = "azure"
            options["\(repo.name)-azure-container"] = container
        }
        return options
    }

    private static func text(_ sections: [(name: String, options: [String: String])]) -> String {
        GeneratedFile.warning + sections.map { INIText.section($0.name, $0.options) }.joined(separator: "\n")
    }
}

extension BackupsDefinition.Repo {
    /// Changes with the place that a repository in an object store is in; nil for volumes, whose place is the volume.
    public var optionsHash: String? {
        switch storage {
        case .volume: nil
        case .s3(let bucket, let endpoint, let region): StableHash.text(of: bucket + endpoint + region)
        case .gcs(let bucket): StableHash.text(of: bucket)
        case .azure(let container): StableHash.text(of: container)
        }
    }
}

extension BackupsDefinition {
    /// Changes with the place of any repository; a stanza is made only where Pods already see this value.
    public var configHash: String {
        StableHash.text(of: repos.sorted { $0.name < $1.name }.compactMap(\.optionsHash).joined())
    }
}

extension ConfigMap {
    /// `{c}-pgbackrest-config`.
    ///
    /// - Parameter instances: names of all instances that exist or are about to.
    public static func pgBackRest(of cluster: ClusterDefinition, instances: [String]) -> ConfigMap {
        let labels = [Label.cluster: cluster.name, Label.pgBackRest: "", Label.pgBackRestConfig: ""].merging(cluster.appLabels()) { $1 }
        return ConfigMap(
            metadata: .of(cluster, cluster.names.pgBackRestConfig, labels: labels, custom: cluster.pgBackRestMetadata),
            data: [
                PgBackRestConfiguration.instanceFile: PgBackRestConfiguration.instance(of: cluster),
                PgBackRestConfiguration.repoHostFile: PgBackRestConfiguration.repoHost(of: cluster, instances: instances),
                PgBackRestConfiguration.serverFile: PgBackRestConfiguration.server(of: cluster),
                PgBackRestConfiguration.hashKey: cluster.backups.configHash,
            ])
    }
}

/// Text of INI files as pgBackRest and PgBouncer read them.
enum INIText {
    /// A section with its options sorted.
    static func section(_ name: String, _ options: [String: String]) -> String {
        "[\(name)]\n" + options.sorted { $0.key < $1.key }.map { line($0.key, $0.value) }.joined()
    }

    /// One option. Neither program can read a line end in a value: it becomes a space, so that a value never becomes another option.
    static func line(_ key: String, _ value: String) -> String {
        let flat = { (text: String) in String(text.map { $0.isNewline ? " " : $0 }) }
        return value.isEmpty ? "\(flat(key)) =\n" : "\(flat(key)) = \(flat(value))\n"
    }
}
