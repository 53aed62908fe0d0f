import KubernetesModel

/// Lets go of what is over: ends what runs for a PerconaPGBackup that is deleted, and takes finished Jobs out of the cluster's selection.
///
/// - Reads: PerconaPGBackups with a deletion time or that are over, their Jobs and Pods.
/// - Plans: the end of a running Job, then of the pgBackRest that it started in the repository host, then the finalizer; with the user's finalizer
///   `egret.dev/expire-backup` also that the backup goes from its repository. Labels and finalizer of finished Jobs.
/// - Never: touches a repository without that finalizer.
struct EndBackups: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        for job in cluster.jobs.values.sorted(by: { $0.key < $1.key }) { release(job, cluster, into: &plan) }
        for backup in cluster.backups.values.sorted(by: { $0.name < $1.name }) {
            if backup.isDeleting {
                BackupEnd(backup: backup, cluster: cluster).plan(into: &plan)
            } else if backup.isOver {
                plan.remove(Finalizer.deleteBackup, from: backup, because: Because(.changed, "backup \(backup.name) is over"))
            }
        }
    }

    /// A Job of a backup that is over loses the labels by which tools count running ones, and what keeps it.
    private func release(_ job: Job, _ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard job.metadata.labels?[Label.pgBackRestBackup] != nil, let owner = job.metadata.ownerReferences?.first(where: { $0.controller == true }),
            owner.kind == BackupResource.type.kind
        else { return }
        let backup = cluster.backups.values.first { $0.metadata.uid == owner.uid }
        let because = Because(.changed, "Job \(job.key.name) is over")
        let isManual = job.metadata.labels?[Label.pgBackRestBackup] == BackupRequest.Kind.manual.label
        if let backup, backup.isOver, !job.hasEnded, job.isThere {
            if let deletion = Deletion(job, holdsData: false, because: because) { plan.deletions.append(deletion) }
        } else if job.hasEnded || !job.isThere, backup?.isOver ?? true, isManual {
            plan.act(
                .editMetadata(
                    type: Job.resourceType, key: job.key,
                    MetadataEdit(
                        labels: [Label.cluster: nil, Label.pgBackRest: nil],
                        finalizers: (job.metadata.finalizers ?? []).filter { $0 != Finalizer.keepJob }),
                    resourceVersion: job.metadata.resourceVersion),
                because: because)
        }
    }
}

/// A PerconaPGBackup that is being deleted.
struct BackupEnd {
    let backup: BackupResource
    let cluster: ClusterSnapshot

    private var job: String { cluster.jobName(of: backup) }

    func plan(into plan: inout Plan) {
        if backup.finalizers.contains(Finalizer.deleteBackup) {
            guard backup.isOver || (endJob(into: &plan) && endProcess(into: &plan)) else { return }
            let because =
                cluster.hasBegun(backup)
                ? Because(.backupCancelled, "backup \(backup.name) was ended: its PerconaPGBackup was deleted while it ran")
                : Because(.changed, "backup \(backup.name) is over")
            plan.remove(Finalizer.deleteBackup, from: backup, because: because)
        } else if backup.finalizers.contains(Finalizer.expireBackup) {
            BackupExpiry(backup: backup, cluster: cluster).plan(into: &plan)
        }
    }

    /// Whether neither the Job nor a Pod of it is left that could run pgBackRest.
    private func endJob(into plan: inout Plan) -> Bool {
        let because = Because(.backupCancelled, "Job \(job) ends: its PerconaPGBackup \(backup.name) was deleted")
        if let present = cluster.jobs[job], !present.hasEnded {
            if present.isThere, let deletion = Deletion(present, holdsData: false, because: because) {
                plan.deletions.append(deletion)
            } else if present.metadata.finalizers?.contains(Finalizer.keepJob) == true {
                plan.act(
                    .editMetadata(
                        type: Job.resourceType, key: present.key,
                        MetadataEdit(finalizers: (present.metadata.finalizers ?? []).filter { $0 != Finalizer.keepJob }),
                        resourceVersion: present.metadata.resourceVersion),
                    because: because)
            }
            return false
        }
        return !cluster.pods.contains { pod in
            pod.metadata.labels?["batch.kubernetes.io/job-name"] == job && !["Succeeded", "Failed"].contains(pod.status?.phase ?? "")
        }
    }

    /// Whether pgBackRest does not work for this backup any more. It runs in the repository host, where the end of the Job does not reach it.
    private func endProcess(into plan: inout Plan) -> Bool {
        let subject = "end of \(backup.metadata.uid ?? backup.name)"
        guard cluster.hasBegun(backup), !cluster.knowledge.settled.contains(subject), let deletedAt = backup.metadata.deletionTimestamp else {
            return true
        }
        let host = cluster.repositoryHost
        guard host != nil || cluster.leader != nil else { return true }
        guard cluster.mayRetry(subject, after: Self.pause, into: &plan) else { return false }
        plan.act(
            .endBackup(
                RunningBackup(host: host?.key, primary: cluster.leader?.pod.key, job: job, deletedAt: deletedAt, subject: subject)),
            because: Because(.backupCancelled, "pgBackRest of backup \(backup.name) is ended"))
        return false
    }

    private static let pause = Duration.seconds(5)
}

/// A deleted PerconaPGBackup whose user wants its backup to go from the repository, too.
struct BackupExpiry {
    let backup: BackupResource
    let cluster: ClusterSnapshot

    func plan(into plan: inout Plan) {
        let name = backup.name
        guard let label = backup.storedLabel else {
            return plan.remove(Finalizer.expireBackup, from: backup, because: Because(.changed, "backup \(name) left nothing in a repository"))
        }
        guard cluster.definition.backups.isEnabled,
            let repo = cluster.definition.backups.repos.first(where: { backup.isIn($0, of: cluster.definition) })
        else {
            let because = Because(.backupKept, "\(label) stays where it is: \(backup.repoName ?? "") of backup \(name) is not a repository any more")
            return plan.remove(Finalizer.expireBackup, from: backup, because: because)
        }
        let asked = "expiry of \(backup.metadata.uid ?? name)"
        guard cluster.knowledge.settled.contains(asked), let stored = cluster.knowledge.storedBackups[repo.name] else {
            return cluster.readBackups(
                of: repo, asked, because: Because(.changed, "what depends on \(label) is looked up in \(repo.name)"), into: &plan)
        }
        guard stored.contains(where: { $0.label == label }) else {
            let because = Because(.backupExpired, "\(label) is gone from \(repo.name)")
            return plan.remove(Finalizer.expireBackup, from: backup, because: because)
        }
        if let obstacle = stored.obstacle(toExpiring: label, in: repo.name) { return refuse(obstacle, into: &plan) }
        expire(label, repo, into: &plan)
    }

    private func expire(_ label: String, _ repo: BackupsDefinition.Repo, into plan: inout Plan) {
        let subject = "expire \(label)"
        guard let host = cluster.repositoryHost, cluster.isRepositoryHostReady, cluster.mayRetry(subject, after: Self.pause, into: &plan) else {
            return
        }
        plan.act(
            .expireBackup(pod: host.key, podUID: host.metadata.uid ?? "", repo: repo.name, label: label, subject: subject),
            because: Because(.backupExpired, "\(label) goes from \(repo.name): backup \(backup.name) had the finalizer \(Finalizer.expireBackup)"))
    }

    private func refuse(_ obstacle: String, into plan: inout Plan) {
        var status = backup.status
        let value = ConditionValue(.no, Reason.backupKept.rawValue, obstacle)
        status["conditions"] = backup.conditions(setting: .expired, to: value, at: cluster.now)
        guard status != backup.status else { return }
        plan.act(.writeStatus(type: BackupResource.type, key: backup.key, status: status), because: Because(.backupKept, obstacle))
    }

    /// Another command of pgBackRest may hold its lock for a while.
    private static let pause = Duration.seconds(15)
}

extension [StoredBackup] {
    /// Why one of them must not go; nil if it may.
    package func obstacle(toExpiring label: String, in repo: String) -> String? {
        let dependents = filter { $0.label != label && $0.references.contains(label) }.map(\.label)
        if !dependents.isEmpty { return "\(label) stays in \(repo): \(dependents.joined(separator: ", ")) cannot be restored without it" }
        let others = filter { $0.label != label && !$0.hasErrors }
        return others.isEmpty ? "\(label) stays in \(repo): it is the last backup there that can be restored" : nil
    }
}

extension Plan {
    /// Takes a finalizer off a backup that has it.
    mutating func remove(_ finalizer: String, from backup: BackupResource, because: Because) {
        guard backup.finalizers.contains(finalizer) else { return }
        act(
            .editMetadata(
                type: BackupResource.type, key: backup.key, MetadataEdit(finalizers: backup.finalizers.filter { $0 != finalizer }),
                resourceVersion: backup.metadata.resourceVersion),
            because: because)
    }
}

extension ClusterSnapshot {
    /// The Pod of the repository host, if it runs.
    var repositoryHost: Pod? {
        pods.first { $0.metadata.labels?[Label.pgBackRestDedicated] != nil && $0.status?.phase == "Running" && $0.metadata.deletionTimestamp == nil }
    }
}
