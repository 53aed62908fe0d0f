package import KubernetesModel

/// Takes everything of pgBackRest away once `backups.enabled` is false and a person has authorised that.
///
/// Without the annotation the spec is refused before it gets here (``ClusterResource/isBackupRemovalUnauthorized``), and the cluster goes on by
/// the one before. Repository host, configuration and access rights go as all that is no longer wanted (``RemoveObsolete``).
///
/// - Reads: the annotation `pgv2.percona.com/authorizeBackupRemoval`, claims, Jobs and the Secret of pgBackRest.
/// - Plans: their deletion; forgetting of what was done in the repositories, so that they begin anew when backups are enabled again.
/// - Never: deletes a claim that another cluster left, one without uid and resourceVersion, or anything in an object store.
struct RemoveBackups: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard !cluster.definition.backups.isEnabled else { return }
        let forgotten = cluster.revisionsOfBackups
        if !forgotten.isEmpty {
            var changes: [String: String?] = [:]
            for key in forgotten { changes.updateValue(nil, forKey: key) }
            changes[Knowledge.backupEpoch] = .some(String(cluster.resource.generation))
            plan.act(.remember(changes), because: Because(.backupsRemoved, "backups are switched off"), quietly: true)
        }
        guard cluster.resource.authorizesBackupRemoval else { return }
        let why = "spec.backups.enabled is false and the removal of backups is authorised"
        for claim in cluster.repoClaims where claim.isThere && claim.metadata.annotations?[Annotation.usedBy] == cluster.definition.uid {
            let because = Because(.volumeDeleted, "volume \(claim.key.name) goes with its backups: \(why)")
            if let deletion = Deletion(claim, holdsData: true, because: because) { plan.deletions.append(deletion) }
        }
        let names = cluster.definition.names
        if let secret = cluster.secrets[names.pgBackRest], secret.metadata.deletionTimestamp == nil {
            let because = Because(.secretDeleted, "Secret \(names.pgBackRest) goes: \(why)")
            if let deletion = Deletion(Secret(metadata: secret.metadata), holdsData: true, because: because) { plan.deletions.append(deletion) }
        }
        for job in cluster.jobs.values.sorted(by: { $0.key < $1.key }) where job.metadata.labels?[Label.pgBackRest] != nil && job.isThere {
            let because = Because(.backupsRemoved, "Job \(job.key.name) goes: \(why)")
            if let deletion = Deletion(job, holdsData: false, propagation: .foreground, because: because) { plan.deletions.append(deletion) }
        }
    }
}

extension ClusterSnapshot {
    /// Claims of repositories, those included that the spec no longer has, by name.
    var repoClaims: [PersistentVolumeClaim] {
        claims.values.filter { $0.metadata.labels?[Label.pgBackRestRepo] != nil && $0.metadata.labels?[Label.pgBackRestVolume] != nil }
            .sorted { $0.key < $1.key }
    }

    /// Claims whose repository the spec has no more. They are kept: what is in them may be all that is left.
    var unusedRepoClaims: [PersistentVolumeClaim] {
        let used = Set(definition.backups.repos.filter { $0.volumeClaim != nil }.map { definition.claim(for: definition.names.repoClaim($0.name)) })
        return repoClaims.filter { !used.contains($0.key.name) && $0.isThere }
    }

    /// Keys of ``Knowledge/revisions`` that say what was done in the repositories.
    var revisionsOfBackups: [String] {
        knowledge.revisions.keys.filter { $0.hasPrefix(Knowledge.stanza) || $0 == Knowledge.firstBackup }.sorted()
    }
}

extension ClusterResource {
    /// Whether a person allows backups to be removed.
    var authorizesBackupRemoval: Bool { Self.authorizesBackupRemoval(metadata) }

    /// Whether a person allows the backups of this cluster to be removed.
    package static func authorizesBackupRemoval(_ metadata: ObjectMeta) -> Bool {
        metadata.annotations?[Annotation.authorizeBackupRemoval] == "true"
    }
}

extension Annotation {
    /// On a cluster: `true` allows `backups.enabled: false`, by which repositories on volumes are deleted.
    package static let authorizeBackupRemoval = "pgv2.percona.com/authorizeBackupRemoval"
}

extension Knowledge {
    /// Key in ``revisions``: generation at which backups were switched off last; what was done before counts no more.
    static let backupEpoch = "backupEpoch"
}
