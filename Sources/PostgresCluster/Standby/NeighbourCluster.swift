public import KubernetesModel
package import PostgresAPI

/// Where a repository in an object store is. Two clusters with the same place write into one archive.
public struct RepositoryPlace: Sendable, Hashable {
    public var storage: BackupsDefinition.Storage
    public var path: String
}

/// Another cluster that the operator sees: where it archives, and who leads it.
public struct NeighbourCluster: Sendable, Hashable {
    public var key: ObjectKey
    /// Its repositories in object stores; empty without backups.
    public var places: Set<RepositoryPlace>
    public var isStandby: Bool
    /// The Pod that leads it; nil if none runs.
    public var leader: ObjectKey?

    public init(_ key: ObjectKey, places: Set<RepositoryPlace>, isStandby: Bool = false, leader: ObjectKey? = nil) {
        self.key = key
        self.places = places
        self.isStandby = isStandby
        self.leader = leader
    }

    /// - Parameter leader: the Pod that leads it.
    package init(_ resource: PerconaPGCluster, leader: ObjectKey?) {
        let backups = BackupsDefinition(resource.spec.backups)
        let archives = resource.json[path: "spec", "backups", "enabled"]?.bool != false
        self.init(
            ObjectKey(namespace: resource.metadata.namespace, name: resource.metadata.name ?? ""), places: archives ? backups.places : [],
            isStandby: resource.spec.standby.enabled, leader: leader)
    }
}

extension BackupsDefinition {
    /// Places of the repositories in object stores.
    var places: Set<RepositoryPlace> { Set(repos.compactMap(place)) }

    /// The place of a repository in an object store; nil for one on a volume, which no other cluster has.
    func place(of repo: Repo) -> RepositoryPlace? {
        repo.volumeClaim == nil ? RepositoryPlace(storage: repo.storage, path: path(of: repo)) : nil
    }
}

extension ClusterSnapshot {
    /// The cluster that a standby follows, if the operator sees it: the one that the annotation names, whose Service `host` is, or that archives into the
    /// repository that is followed.
    func mainSite(of standby: StandbyDefinition) -> NeighbourCluster? {
        if let text = resource.metadata.annotations?[Annotation.mainSite], !text.isEmpty {
            return neighbours.first { "\($0.key.namespace ?? "")/\($0.key.name)" == text }
        }
        if let host = standby.host {
            let parts = host.split(separator: ".").map(String.init)
            let namespace = parts.count > 1 ? parts[1] : definition.namespace
            let isInside = parts.count < 3 || parts[2] == "svc"
            let site = neighbours.first { neighbour in
                let names = ObjectNames(cluster: neighbour.key.name)
                return isInside && neighbour.key.namespace == namespace && [names.ha, names.primary].contains(parts.first)
            }
            if let site { return site }
        }
        guard let repo = definition.backups.repos.first(where: { $0.name == standby.repoName }), let place = definition.backups.place(of: repo) else {
            return nil
        }
        return neighbours.first { !$0.isStandby && $0.places.contains(place) }
    }

    /// The other clusters that have an archive of this one's in common with it, for people.
    func clustersSharing(_ repo: BackupsDefinition.Repo) -> [String] {
        guard let place = definition.backups.place(of: repo) else { return [] }
        return neighbours.filter { $0.places.contains(place) }.map { "\($0.key.namespace ?? "")/\($0.key.name)" }.sorted()
    }
}

extension Annotation {
    /// On a standby cluster: `NAMESPACE/NAME` of the cluster that it follows, where the operator does not find it by host or repository.
    ///
    /// - Source: Percona operator 3.1.0.
    public static let mainSite = "pgv2.percona.com/replication-main-site"
}
