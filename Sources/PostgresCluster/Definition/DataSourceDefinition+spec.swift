import KubernetesModel
import PostgresAPI

extension DataSourceDefinition {
    /// Nil where the block names no backup.
    init?(_ spec: Object<DataSourceSpec>, namespace: String) {
        if let backup = spec.pgbackrest, let repo = BackupsDefinition.Repo(backup.repo) {
            self.init(.repository(repo, stanza: backup.stanza, global: backup.global, configuration: backup.configuration))
            options = backup.options
            resources = backup.resources
            scheduling.affinity = backup.affinity
            scheduling.tolerations = backup.tolerations
            scheduling.priorityClassName = backup.priorityClassName.nonEmpty
        } else if let cluster = spec.postgresCluster, let name = cluster.clusterName.nonEmpty {
            self.init(.cluster(name: name, namespace: cluster.clusterNamespace.nonEmpty ?? namespace, repo: cluster.repoName))
            options = cluster.options
            env = cluster.env
            envFrom = cluster.envFrom
            resources = cluster.resources
            scheduling.affinity = cluster.affinity
            scheduling.tolerations = cluster.tolerations
            scheduling.priorityClassName = cluster.priorityClassName.nonEmpty
        } else {
            return nil
        }
    }
}
