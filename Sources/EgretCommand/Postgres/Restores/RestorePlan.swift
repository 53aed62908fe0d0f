import KubernetesModel
import PostgresAPI
import PostgresCluster

/// A restore as it will be asked for, and what a person has to know before.
struct RestorePlan {
    let cluster: PerconaPGCluster
    let repo: String
    let target: RecoveryTarget
    /// Further options of `pgbackrest restore`.
    let options: [String]
    /// The succeeded backups in the repository that are known.
    let backups: [BackupRecord]

    /// - Throws: ``CommandFailure`` for what the cluster cannot do.
    init(
        _ cluster: PerconaPGCluster, repo: String?, target: RecoveryTarget, options: [String], backups: [BackupRecord]
    ) throws {
        self.cluster = cluster
        let repo = try RepositoryChoice.name(repo, of: cluster)
        self.repo = repo
        self.target = target
        self.options = options
        self.backups = backups.filter { $0.repo == repo && $0.state == .succeeded }
    }

    /// From when to when the known backups can be restored; nil without any.
    var range: (from: Timestamp, to: Timestamp?)? {
        guard let first = backups.compactMap(\.completed).min() else { return nil }
        return (first, backups.compactMap(\.latestRestorableTime).max())
    }

    /// What looks wrong; whether it is, the operator finds out before it touches anything.
    var doubts: [String] {
        var doubts: [String] = []
        if let set = target.set, !backups.contains(where: { $0.label == set }) {
            doubts.append("no PerconaPGBackup of \(repo) has the label \(set)")
        }
        if case .time(let time) = target.point {
            if let range, time < range.from {
                doubts.append("no known backup of \(repo) was done by then; the first one was at \(Amount.time(range.from)) UTC")
            }
            if range == nil { doubts.append("no succeeded backup of \(repo) is known") }
        }
        return doubts
    }

    /// What a person reads before agreeing.
    func text(_ style: TextStyle = .plain) -> String {
        let name = cluster.key.description
        var lines = [style.apply(.strong, to: "This replaces all data of cluster \(name); its clients are cut off until that is done.")]
        lines.append("  from          \(repo), " + (target.set.map { "backup \($0)" } ?? "the newest backup before"))
        lines.append("  up to         \(target.words)")
        if let range {
            let end = range.to.map { " to \(Amount.time($0)) UTC" } ?? ""
            lines.append("  recoverable   from \(Amount.time(range.from)) UTC\(end), as far as is known")
        }
        if !options.isEmpty { lines.append("  options       \(options.joined(separator: " "))") }
        for note in target.notes { lines.append("  note          \(note)") }
        for doubt in doubts { lines.append("  " + style.apply(.warning, to: "careful") + "       \(doubt)") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The resource to create.
    func resource(named name: String?, at now: Timestamp) throws -> PerconaPGRestore {
        var spec = Object<PerconaPGRestoreSpec>()
        spec.pgCluster = cluster.metadata.name ?? ""
        spec.repoName = repo
        let all = target.options + options
        if !all.isEmpty { spec.options = all }
        let key = ObjectKey(namespace: cluster.metadata.namespace, name: name ?? RequestName.of(cluster, "restore", at: now))
        return try PerconaPGRestore.request(key, spec.json)
    }
}
