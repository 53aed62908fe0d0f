public import KubernetesModel

/// `spec.dataSource`: the backup that a new cluster is made from.
public struct DataSourceDefinition: Sendable, Hashable {
    /// Where the backup is.
    public enum Origin: Sendable, Hashable {
        /// In a repository that needs no cluster any more.
        case repository(BackupsDefinition.Repo, stanza: String, global: [String: String], configuration: [VolumeProjection])
        /// In a repository of another cluster.
        case cluster(name: String, namespace: String, repo: String)
    }
    public var origin: Origin
    /// Options of `pgbackrest restore`, as the user wrote them.
    public var options: [String] = []
    public var env: [EnvVar] = []
    public var envFrom: [EnvFromSource] = []
    public var resources: ResourceRequirements?
    public var scheduling = SchedulingDefinition()

    public init(_ origin: Origin) { self.origin = origin }

    /// `repo1` to `repo4`.
    public var repoName: String {
        switch origin {
        case .repository(let repo, _, _, _): repo.name
        case .cluster(_, _, let repo): repo
        }
    }

    public var stanza: String {
        switch origin {
        case .repository(_, let stanza, _, _): stanza
        case .cluster: PgBackRestConfiguration.stanza
        }
    }
}
