import KubernetesModel

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

/// Where the data of members comes from, as Patroni's configuration says it.
///
/// It changes while a cluster is made: when it has its first data, and when there is a backup to make replicas from. What is the same for all
/// instance sets is in the file that all members share, so that such a change is one write, however many instances there are.
public struct DataOrigin: Sendable, Hashable {
    /// How the cluster gets its first data; nil once it exists.
    public var bootstrap: DataBootstrap?
    /// Where the data of a replica may come from.
    public var replicas: ReplicaSource

    public init(bootstrap: DataBootstrap?, replicas: ReplicaSource) {
        self.bootstrap = bootstrap
        self.replicas = replicas
    }

    /// The sections `postgresql` and `bootstrap` for all members; nil where sets differ in them: then they are in each instance's file.
    func shared(in cluster: ClusterDefinition) -> JSONValue? {
        let contents = Set(cluster.instanceSets.map { content(of: cluster, set: $0) })
        return contents.count == 1 ? contents.first : nil
    }

    /// The sections `postgresql` and `bootstrap` for the members of a set.
    func content(of cluster: ClusterDefinition, set: InstanceSetDefinition) -> JSONValue {
        let paths = DataPaths(cluster, set)
        var postgresql: JSONValue = ["create_replica_methods": methods(of: cluster).json]
        if let repo = restorableRepo(of: cluster) {
            postgresql["pgbackrest"] = [
                "command": .string(Self.restoreCommand(repo: repo, walDirectory: paths.walDirectory)),
                "keep_data": true, "no_leader": true, "no_params": true,
            ]
        }
        var content: JSONValue = ["postgresql": postgresql]
        switch bootstrap {
        case nil: break
        case .initdb:
            let options: JSONValue = ["data-checksums", "encoding=UTF8", .string("waldir=\(paths.walDirectory)")]
            content["bootstrap"] = ["method": "initdb", "initdb": options]
        case .existing:
            let command = "mv \"\(paths.bootstrapDirectory)\" \"\(paths.dataDirectory)\""
            content["bootstrap"] = ["method": "existing", "existing": ["command": .string(command), "no_params": "true"]]
        }
        return content
    }

    /// A backup first: reading it costs the leader nothing. Patroni goes on with the next method if one fails.
    private func methods(of cluster: ClusterDefinition) -> [String] {
        cluster.patroni.createReplicaMethods ?? (restorableRepo(of: cluster) == nil ? ["basebackup"] : ["pgbackrest", "basebackup"])
    }

    private func restorableRepo(of cluster: ClusterDefinition) -> Int? {
        guard cluster.backups.isEnabled else { return nil }
        if case .backup(let repo) = replicas { return repo }
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

extension JSONValue {
    /// Puts the sections of another configuration into this one, as Patroni does with its files: objects are merged, all else is replaced.
    mutating func take(sections other: JSONValue) {
        for (key, value) in other.object ?? [:] {
            if var present = self[key], present.object != nil, value.object != nil {
                present.take(sections: value)
                self[key] = present
            } else {
                self[key] = value
            }
        }
    }
}
