import KubernetesModel

/// Has the first backup made, from which replicas are created, and carries out every PerconaPGBackup: one at a time, since pgBackRest holds
/// one lock in the database while it takes a backup, whatever the repository.
///
/// - Reads: PerconaPGBackups, their Jobs and those Jobs' Pods, what `pgbackrest info` said.
/// - Plans: the first PerconaPGBackup; for each one its Job, its status, and one look at the repository when it has ended.
/// - Never: starts a backup while another one runs, or while the cluster stops; deletes anything in a repository.
struct RunBackups: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard !cluster.resource.isDeleting else { return }
        if cluster.definition.backups.isEnabled, !cluster.isGoingDown { askForFirst(cluster, into: &plan) }
        let queue = cluster.backupQueue
        let ending = cluster.backups.values.filter { $0.isDeleting && cluster.hasBegun($0) }.map(\.name).min()
        for (place, backup) in queue.enumerated() {
            let ahead = place == 0 ? ending : queue[0].name
            BackupRun(backup: backup, cluster: cluster).plan(behind: ahead, place: place, into: &plan)
        }
    }

    private func askForFirst(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard !cluster.hasFirstBackup, cluster.definition.standby == nil, let repo = cluster.definition.backups.repos.first,
            cluster.hasStanza(in: repo)
        else {
            return
        }
        let attempts = cluster.firstBackupAttempts
        guard let name = attempts.next else { return }
        if let failedAt = attempts.lastFailure {
            let delay = Duration.seconds(min(60 << min(attempts.failures - 1, 6), 3600))
            guard failedAt.adding(delay) <= cluster.now else {
                plan.lookAgain(after: failedAt.adding(delay).since(cluster.now), because: "the first backup is tried again")
                return
            }
        }
        let key = ObjectKey(namespace: cluster.definition.namespace, name: name.backup)
        plan.act(
            .create(type: BackupResource.type, key: key, object: cluster.firstBackup(name, repo: repo)),
            because: Because(.replicaCreateBackup, "replicas are made from a full backup in \(repo.name)"))
    }
}

extension BackupResource {
    /// Whose turn is first: the backup that replicas are made from, then the oldest.
    fileprivate var turn: (Int, Int64, String) { (isFirst ? 0 : 1, metadata.creationTimestamp?.microseconds ?? 0, name) }
}

extension ClusterSnapshot {
    /// Backups that are not over, those that have begun first, then in the order of their turns.
    var backupQueue: [BackupResource] {
        let open = backups.values.filter { !$0.isOver && !$0.isDeleting && $0.recordedLabel == nil }.sorted { $0.turn < $1.turn }
        return open.filter(hasBegun) + open.filter { !hasBegun($0) }
    }

    /// Whether a backup's turn has come, and it is not over.
    func hasBegun(_ backup: BackupResource) -> Bool {
        !backup.isOver && (backup.state != .new || jobs[jobName(of: backup)] != nil)
    }

    /// The name of a backup's Job: for the first backup as its annotation says.
    func jobName(of backup: BackupResource) -> String {
        backup.jobName
            ?? definition.names.backupJob(suffix: InstanceNames.suffix(uid: backup.metadata.uid ?? backup.name, set: "backup", number: 0))
    }
}

extension Knowledge {
    /// Key of the first backup in ``revisions``.
    static let firstBackup = "firstBackup"
}

extension ClusterSnapshot {
    /// Changes when a first backup is needed again: another database system, another first repository, or data that was restored or followed another
    /// cluster, whose timeline no earlier backup need lead to.
    var firstBackupRevision: String {
        let stanza = definition.backups.repos.first.map(stanzaRevision(of:)) ?? ""
        let origins = [restoredBy, knowledge.revisions[Knowledge.followed]].compactMap(\.self)
        return origins.isEmpty ? stanza : StableHash.text(of: stanza + origins.joined())
    }

    /// Whether replicas can be made from a backup.
    var hasFirstBackup: Bool {
        if knowledge.revisions[Knowledge.firstBackup] == firstBackupRevision { return true }
        return definition.backups.repos.first.map(hasStanza(in:)) == true && firstBackupNames.contains { backups[$0.backup]?.state == .succeeded }
    }

    struct FirstBackupName: Hashable {
        var job: String
        var backup: String
    }

    /// Names of the first backup and of its repetitions: they follow from the cluster and what the stanza was made for.
    fileprivate var firstBackupNames: [FirstBackupName] {
        (0..<Self.maximumAttempts).map { attempt in
            let inputs = "\(definition.uid)/\(firstBackupRevision)"
            let job = definition.names.backupJob(suffix: InstanceNames.suffix(uid: inputs, set: "backup", number: attempt))
            return FirstBackupName(job: job, backup: "\(job)-\(InstanceNames.suffix(uid: inputs, set: "object", number: attempt))")
        }
    }

    /// A first backup is tried again with growing pauses; after as many failures as this a person has to look.
    private static var maximumAttempts: Int { 12 }

    /// The next name that is free, unless one with an earlier name is still under way; what came of the earlier ones.
    fileprivate var firstBackupAttempts: (next: FirstBackupName?, failures: Int, lastFailure: Timestamp?) {
        var failures = 0
        var last: Timestamp?
        for name in firstBackupNames {
            guard let backup = backups[name.backup] else { return (name, failures, last) }
            guard backup.state == .failed else { return (nil, failures, last) }
            failures += 1
            last = backup.status["failedAt"]?.string.flatMap(Timestamp.init(parsing:)) ?? backup.metadata.creationTimestamp ?? last
        }
        return (nil, failures, last)
    }

    fileprivate func firstBackup(_ name: FirstBackupName, repo: BackupsDefinition.Repo) -> JSONValue {
        BackupResource.object(
            named: name.backup, of: definition, repo: repo.name, options: ["--type=full"],
            annotations: [Annotation.backupJobName: name.job, Annotation.backupJobType: BackupRequest.Kind.replicaCreate.label],
            finalizers: [Finalizer.deleteBackup])
    }
}
