import KubernetesModel

/// Keeps PerconaPGBackups and repositories in step: a backup that nobody asked for by an object gets one, once, and the object of a backup that
/// retention has removed goes.
///
/// - Reads: what `pgbackrest info` said of each repository, which backups got an object before.
/// - Plans: one look at each repository after the operator has started; objects, their status, deletions of objects.
/// - Never: deletes the object of a backup unless its repository was read, is still the one it was made in, and holds others but not this one.
struct RecordStoredBackups: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard cluster.definition.backups.isEnabled, !cluster.isGoingDown, cluster.hasFirstBackup else { return }
        for repo in cluster.definition.backups.repos {
            guard let stored = cluster.knowledge.storedBackups[repo.name] else {
                cluster.readBackups(
                    of: repo, "info of \(repo.name)", because: Because(.changed, "what \(repo.name) holds is looked up"), into: &plan)
                continue
            }
            removeExpired(repo, stored, cluster, into: &plan)
            record(repo, stored, cluster, into: &plan)
        }
    }

    private func removeExpired(_ repo: BackupsDefinition.Repo, _ stored: [StoredBackup], _ cluster: ClusterSnapshot, into plan: inout Plan) {
        let labels = Set(stored.map(\.label))
        guard !labels.isEmpty else { return }
        for backup in cluster.backups.values.sorted(by: { $0.name < $1.name }) {
            let isSettled = backup.state == .succeeded || backup.recordedLabel != nil
            guard isSettled, !backup.isDeleting, let label = backup.storedLabel ?? backup.recordedLabel, !labels.contains(label),
                backup.isIn(repo, of: cluster.definition)
            else { continue }
            let because = Because(.backupExpired, "backup \(backup.name) goes: \(label) is no longer in \(repo.name)")
            if let deletion = Deletion(backup, because: because) { plan.deletions.append(deletion) }
        }
    }

    private func record(_ repo: BackupsDefinition.Repo, _ stored: [StoredBackup], _ cluster: ClusterSnapshot, into plan: inout Plan) {
        let key = "recorded.\(repo.name)"
        let known = Set((cluster.knowledge.revisions[key] ?? "").split(separator: " ").map(String.init))
        let strangers = stored.filter { $0.annotations[StoredBackup.backupAnnotation] == nil }
        var recorded = known.intersection(strangers.map(\.label))
        for backup in strangers {
            let name = cluster.definition.names.recordedBackup(repo: repo.name, label: backup.label)
            if let object = cluster.backups[name] {
                recorded.insert(backup.label)
                guard object.recordedLabel == backup.label, object.state == .new else { continue }
                let status = object.status(of: backup, in: repo, of: cluster.definition)
                plan.act(
                    .writeStatus(type: BackupResource.type, key: object.key, status: status),
                    because: Because(.changed, "backup \(name) is described"))
            } else if !known.contains(backup.label) {
                plan.act(
                    .create(
                        type: BackupResource.type, key: ObjectKey(namespace: cluster.definition.namespace, name: name),
                        object: cluster.record(of: backup, in: repo, name: name)),
                    because: Because(.backupFound, "\(backup.label) is in \(repo.name) though no PerconaPGBackup asked for it: it gets one, \(name)"))
            }
        }
        // Until the object has been seen, the backup does not count as recorded: the next plan may have to make it.
        if recorded != known || cluster.knowledge.revisions[key] == nil { plan.revisions[key] = recorded.sorted().joined(separator: " ") }
    }
}

extension ClusterSnapshot {
    fileprivate func record(of backup: StoredBackup, in repo: BackupsDefinition.Repo, name: String) -> JSONValue {
        BackupResource.object(named: name, of: definition, repo: repo.name, options: [], annotations: [Annotation.storedBackup: backup.label])
    }
}

extension BackupResource {
    /// A PerconaPGBackup that the operator makes.
    static func object(
        named name: String, of cluster: ClusterDefinition, repo: String, options: [String], annotations: [String: String], finalizers: [String]? = nil
    ) -> JSONValue {
        var metadata = ObjectMeta.of(cluster, name, labels: [:], annotations: annotations, isOwned: false)
        metadata.finalizers = finalizers
        var object = type.emptyObject
        object["metadata"] = metadata.json
        object["spec"] = ["pgCluster": .string(cluster.name), "repoName": .string(repo), "method": "pgbackrest", "options": options.json]
        return object
    }

    /// Whether it was made in this repository, as far as its status tells: a repository may have moved under its name.
    func isIn(_ repo: BackupsDefinition.Repo, of cluster: ClusterDefinition) -> Bool {
        guard repoName == repo.name else { return false }
        guard let storage = status["storageType"]?.string else { return recordedLabel != nil }
        return storage == repo.storageType && status["destination"]?.string == repo.destination(global: cluster.backups.global)
    }
}

extension ObjectNames {
    /// The PerconaPGBackup of a backup that was found in a repository, by its label there.
    func recordedBackup(repo: String, label: String) -> String {
        "\(cluster)-\(repo)-\(label.lowercased().split(separator: "_").joined(separator: "-"))"
    }
}
