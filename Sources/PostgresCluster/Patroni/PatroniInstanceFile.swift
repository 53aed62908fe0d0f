public import KubernetesModel

/// How an instance gets its first data.
public enum DataBootstrap: Sendable, Hashable {
    /// A new, empty database.
    case initdb
    /// Data that was restored or moved to `/pgdata/pg{V}_bootstrap`.
    case existing
}

/// Where replicas may be made from, besides the leader.
public enum ReplicaSource: Sendable, Hashable {
    /// No backup yet.
    case leaderOnly
    /// A backup in the repository of this number.
    case backup(repo: Int)
}

extension ConfigMap {
    /// `{inst}-config`: what one member has for itself in Patroni's configuration.
    ///
    /// - Parameters:
    ///   - bootstrap: how the cluster gets its first data; nil once it exists.
    ///   - source: where this instance's data may come from when it is a replica.
    public static func patroniInstance(
        _ instance: Instance, of cluster: ClusterDefinition, bootstrap: DataBootstrap?, replicaSource source: ReplicaSource
    ) -> ConfigMap {
        let labels = cluster.selector(of: instance).merging(cluster.appLabels(component: "pg")) { $1 }
        let content = PatroniInstanceFile.content(of: cluster, set: instance.set, bootstrap: bootstrap, source: source)
        return ConfigMap(
            metadata: .of(
                cluster, instance.configMap, labels: labels, custom: cluster.instanceMetadata.merging(instance.set.metadata)),
            data: ["patroni.yaml": GeneratedFile.warning + content.yaml])
    }
}

/// Patroni's configuration of one member, `~postgres-operator_instance.yaml`.
enum PatroniInstanceFile {
    static func content(
        of cluster: ClusterDefinition, set: InstanceSetDefinition, bootstrap: DataBootstrap?, source: ReplicaSource
    ) -> JSONValue {
        let paths = DataPaths(cluster, set)
        // A spread checkpoint keeps a new replica waiting for up to checkpoint_timeout, some minutes without redundancy.
        let baseBackup: JSONValue = [.string("waldir=\(paths.walDirectory)"), "checkpoint=fast"]
        var postgresql: JSONValue = [
            "pgpass": "/tmp/.pgpass", "use_unix_socket": true, "basebackup": baseBackup,
            "create_replica_methods": methods(of: cluster, source).json,
        ]
        if let repo = restorableRepo(of: cluster, source) {
            postgresql["pgbackrest"] = [
                "command": .string(restoreCommand(repo: repo, walDirectory: paths.walDirectory)),
                "keep_data": true, "no_leader": true, "no_params": true,
            ]
        }
        var file: JSONValue = ["kubernetes": [:], "restapi": [:], "tags": [:], "postgresql": postgresql]
        switch bootstrap {
        case nil: break
        case .initdb:
            let options: JSONValue = ["data-checksums", "encoding=UTF8", .string("waldir=\(paths.walDirectory)")]
            file["bootstrap"] = ["method": "initdb", "initdb": options]
        case .existing:
            let command = "mv \"\(paths.bootstrapDirectory)\" \"\(paths.dataDirectory)\""
            file["bootstrap"] = ["method": "existing", "existing": ["command": .string(command), "no_params": "true"]]
        }
        return file
    }

    /// A backup first: reading it costs the leader nothing. Patroni goes on with the next method if one fails.
    private static func methods(of cluster: ClusterDefinition, _ source: ReplicaSource) -> [String] {
        cluster.patroni.createReplicaMethods
            ?? (restorableRepo(of: cluster, source) == nil ? ["basebackup"] : ["pgbackrest", "basebackup"])
    }

    private static func restorableRepo(of cluster: ClusterDefinition, _ source: ReplicaSource) -> Int? {
        guard cluster.backups.isEnabled else { return nil }
        if case .backup(let repo) = source { return repo }
        return cluster.standbyRepo
    }

    /// Makes the data directory with the mode that PostgreSQL asks for, and restores into it.
    ///
    /// Patroni appends options of its own to the command, unless `no_params` is set.
    static func restoreCommand(repo: Int, walDirectory: String) -> String {
        let script = #"install --directory --mode=0700 "${PGDATA?}" && exec "$@""#
        let arguments = [
            "bash", "-ceu", "--", script, "-", "pgbackrest", "restore", "--delta", "--stanza=db", "--repo=\(repo)",
            "--link-map=pg_wal=\(walDirectory)", "--type=standby",
        ]
        return arguments.map(ShellText.quoted).joined(separator: " ")
    }
}

extension ClusterDefinition {
    /// Number of the repository that a standby cluster replays WAL from.
    var standbyRepo: Int? { standby?.repoNumber }
}

/// Text for a POSIX shell.
enum ShellText {
    /// One word, in single quotes unless it needs none.
    static func quoted(_ text: String) -> String {
        let plain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || "-_=/.:,@%+".utf8.contains(byte)
            }
        return plain ? text : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'"'"'"#) + "'"
    }
}
