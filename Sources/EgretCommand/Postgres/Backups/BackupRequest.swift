import ArgumentParser
import KubernetesModel
import PostgresAPI
import PostgresCluster

/// `--type` of a backup.
enum BackupType: String, ExpressibleByArgument, CaseIterable {
    case full, diff, incr
}

/// What a person wants backed up.
struct BackupRequest {
    /// Nil: the first repository.
    var repo: String?
    /// Nil: as pgBackRest decides, incremental where there is a full one.
    var type: BackupType?
    /// Further options of `pgbackrest backup`.
    var options: [String] = []
    /// Name of the PerconaPGBackup; nil: made from cluster and time.
    var name: String?

    /// The resource to create.
    ///
    /// - Throws: ``CommandFailure`` for what the cluster cannot do.
    func resource(for cluster: PerconaPGCluster, at now: Timestamp) throws -> PerconaPGBackup {
        let repo = try RepositoryChoice.name(repo, of: cluster)
        var spec = Object<PerconaPGBackupSpec>()
        spec.pgCluster = cluster.metadata.name ?? ""
        spec.repoName = repo
        let all = (type.map { ["--type=\($0.rawValue)"] } ?? []) + options
        if !all.isEmpty { spec.options = all }
        let key = ObjectKey(namespace: cluster.metadata.namespace, name: name ?? RequestName.of(cluster, "backup", at: now))
        return try PerconaPGBackup.request(key, spec.json)
    }
}

/// Which repository of a cluster is meant.
enum RepositoryChoice {
    /// - Throws: ``CommandFailure``, which names those that there are.
    static func name(_ wanted: String?, of cluster: PerconaPGCluster) throws -> String {
        let name = cluster.metadata.name ?? ""
        guard cluster.spec.backups.enabled else {
            throw CommandFailure("cluster \(name) has no backups: spec.backups.enabled is false; set it to true first")
        }
        let repos = cluster.spec.backups.pgbackrest.repos.map(\.name)
        guard let chosen = wanted ?? repos.first, repos.contains(chosen) else {
            let there = repos.isEmpty ? "has none" : "has \(repos.joined(separator: ", "))"
            throw CommandFailure("--repo \(wanted ?? ""): spec.backups.pgbackrest.repos of cluster \(name) \(there)")
        }
        return chosen
    }
}

/// Names of what is asked for: the cluster, what it is, and when.
enum RequestName {
    /// `cluster1-backup-20261124-120004`.
    static func of(_ cluster: PerconaPGCluster, _ what: String, at now: Timestamp) -> String {
        let digits = now.description.filter(\.isNumber).prefix(14)
        return "\(cluster.metadata.name ?? "")-\(what)-\(digits.prefix(8))-\(digits.dropFirst(8))"
    }
}

extension CustomResource {
    /// A resource that a person asks for.
    ///
    /// - Throws: ``CommandFailure`` with everything that is wrong with it.
    static func request(_ key: ObjectKey, _ spec: JSONValue) throws -> Self {
        let json: JSONValue = [
            "apiVersion": .string(resourceType.apiVersion), "kind": .string(resourceType.kind),
            "metadata": .members(["name": .string(key.name), "namespace": key.namespace?.json]), "spec": spec,
        ]
        do {
            return try Self(parsing: json)
        } catch {
            throw CommandFailure(error.description)
        }
    }
}
