import KubernetesModel
import PostgresAPI
import PostgresCluster

/// What there is to say about one repository: where it is, and what it holds.
struct RepositoryOverview: Sendable {
    let name: String
    /// `volume`, `s3`, `gcs` or `azure`.
    let type: String
    /// Size of the volume, or the bucket.
    let place: String
    /// Whether the stanza was created, so that WAL can be archived.
    let hasStanza: Bool
    /// For a volume: whether there is one.
    let isBound: Bool?
    let lastFull: BackupRecord?
    let last: BackupRecord?
    /// The newest time that one of its backups can be restored to.
    let latestRestorableTime: Timestamp?
    /// When the next backup is due by schedule.
    let nextBackup: Timestamp?
}

extension ClusterOverview {
    /// The repositories of the spec, in its order.
    var repositories: [RepositoryOverview] {
        guard definition.backups.isEnabled else { return [] }
        let known = cluster.status.pgbackrest?.repos ?? []
        return definition.backups.repos.map { repo in
            let status = known.first { $0.name == repo.name }
            let done = backups.filter { $0.repo == repo.name && $0.state == .succeeded }
            let newest = { (some: [BackupRecord]) in some.max { ($0.completed ?? .distantPast) < ($1.completed ?? .distantPast) } }
            return RepositoryOverview(
                name: repo.name, type: repo.storage.type, place: repo.storage.place, hasStanza: status?.stanzaCreated ?? false,
                isBound: repo.volumeClaim.map { _ in status?.bound ?? false }, lastFull: newest(done.filter { $0.type == "full" }),
                last: newest(done), latestRestorableTime: done.compactMap(\.latestRestorableTime).max(),
                nextBackup: nextScheduledBackup(into: repo.name))
        }
    }
}

extension ClusterOverview {
    /// When the first of a repository's schedules is due, where the operator says so.
    private func nextScheduledBackup(into repo: String) -> Timestamp? {
        let schedules = cluster.status.json[path: "pgbackrest", "scheduledBackups"]?.array ?? []
        return schedules.filter { $0["repo"]?.string == repo }
            .compactMap { $0["nextScheduleTime"]?.string.flatMap { Timestamp(parsing: $0) } }.min()
    }
}

extension BackupsDefinition.Storage {
    /// As a PerconaPGBackup's `storageType` calls it, but for volumes, which are `filesystem` there.
    var type: String {
        switch self {
        case .volume: "volume"
        case .s3: "s3"
        case .gcs: "gcs"
        case .azure: "azure"
        }
    }

    var place: String {
        switch self {
        case .volume(let claim): claim.resources?.requests?["storage"].map(\.text) ?? "-"
        case .s3(let bucket, _, _): "s3://\(bucket)"
        case .gcs(let bucket): "gs://\(bucket)"
        case .azure(let container): "azure://\(container)"
        }
    }
}
