import ControllerRuntime
import KubernetesClient
import KubernetesModel
import PostgresAPI
import PostgresCluster

/// Copies what is needed to read the repositories of another cluster into a Secret of the new one, which goes with the restore.
struct DataSourceCopier {
    let api: any KubernetesAPI

    /// - Returns: the Secret as it was made.
    /// - Throws: ``ActionProblem`` if the other cluster, or something of it, is not there.
    func copy(from source: ObjectKey, repo: String, to cluster: ClusterDefinition) async throws -> JSONValue {
        guard let other = try await api.find(PerconaPGCluster.self, source) else {
            throw ActionProblem("spec.dataSource.postgresCluster: there is no cluster \(source)")
        }
        let repos = other.spec.backups.pgbackrest.repos.map(\.name)
        guard other.spec.backups.enabled, repos.contains(repo) else {
            throw ActionProblem(
                "spec.dataSource.postgresCluster.repoName: cluster \(source) has no repository \(repo): it has \(repos.joined(separator: ", "))")
        }
        let names = ObjectNames(cluster: source.name)
        let key = { (name: String) in ObjectKey(namespace: source.namespace, name: name) }
        let file = "pgbackrest_instance.conf"
        guard let text = try await api.find(ConfigMap.self, key(names.pgBackRestConfig))?.data?[file],
            let secret = try await api.find(Secret.self, key(names.pgBackRest))
        else { throw ActionProblem("spec.dataSource.postgresCluster: cluster \(source) has no pgBackRest configuration yet") }
        var data = [file: Array(text.utf8).base64]
        for name in DataSourceConfiguration.copied.keys where name != file { data[name] = secret.data?[name] }
        for projection in other.spec.backups.pgbackrest.configuration {
            for (path, value) in try await files(of: projection, in: source) { data[DataSourceConfiguration.userPrefix + path] = value }
        }
        return Secret.dataSource(of: cluster, data).json
    }

    /// Files of a projection, by path, in base64. Where a path has folders it cannot be a key: such a file is left out.
    private func files(of projection: VolumeProjection, in source: ObjectKey) async throws -> [String: String] {
        var all: [String: String] = [:]
        var items: [KeyToPath]?
        if let secret = projection.secret, let name = secret.name {
            let key = ObjectKey(namespace: source.namespace, name: name)
            guard let found = try await api.find(Secret.self, key) else {
                if secret.optional == true { return [:] }
                throw ActionProblem("spec.dataSource.postgresCluster: cluster \(source) names Secret \(name), which does not exist")
            }
            all = found.data ?? [:]
            items = secret.items
        } else if let map = projection.configMap, let name = map.name {
            let key = ObjectKey(namespace: source.namespace, name: name)
            guard let found = try await api.find(ConfigMap.self, key) else {
                if map.optional == true { return [:] }
                throw ActionProblem("spec.dataSource.postgresCluster: cluster \(source) names ConfigMap \(name), which does not exist")
            }
            all = (found.data ?? [:]).mapValues { Array($0.utf8).base64 }
            items = map.items
        }
        guard let items else { return all }
        return items.reduce(into: [:]) { files, item in
            if let key = item.key, let path = item.path, !path.contains("/") { files[path] = all[key] }
        }
    }
}
