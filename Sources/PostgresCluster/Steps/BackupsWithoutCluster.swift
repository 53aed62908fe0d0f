public import KubernetesModel

/// What becomes of PerconaPGBackups whose cluster there is not, or no longer.
///
/// Nothing of the operator keeps them: those that are deleted go, those that were under way have failed, and a new one waits for its cluster.
public enum BackupsWithoutCluster {
    /// - Parameters:
    ///   - name: of the cluster that they are for.
    ///   - jobs: all with the cluster's label.
    public static func plan(_ backups: [BackupResource], _ jobs: [Job], cluster name: String, isDeleted: Bool = false) -> Plan {
        var plan = Plan()
        let reason = isDeleted ? "PerconaPGCluster \(name) is being deleted" : "PerconaPGCluster \(name) is not found"
        for backup in backups.sorted(by: { $0.name < $1.name }) {
            if !backup.isOver { fail(backup, reason, isDeleted: isDeleted, into: &plan) }
            let rest = backup.finalizers.filter { $0 != Finalizer.deleteBackup && !($0 == Finalizer.expireBackup && backup.isDeleting) }
            guard rest != backup.finalizers else { continue }
            plan.act(
                .editMetadata(
                    type: BackupResource.type, key: backup.key, MetadataEdit(finalizers: rest), resourceVersion: backup.metadata.resourceVersion),
                because: Because(.changed, reason))
        }
        for job in jobs.sorted(by: { $0.key < $1.key }) where job.metadata.labels?[Label.pgBackRestBackup] != nil {
            let because = Because(.changed, "Job \(job.key.name) ends: \(reason)")
            if !job.hasEnded, job.isThere, let deletion = Deletion(job, holdsData: false, because: because) { plan.deletions.append(deletion) }
            guard let finalizers = job.metadata.finalizers, finalizers.contains(Finalizer.keepJob) else { continue }
            plan.act(
                .editMetadata(
                    type: Job.resourceType, key: job.key, MetadataEdit(finalizers: finalizers.filter { $0 != Finalizer.keepJob }),
                    resourceVersion: job.isThere && !job.hasEnded ? nil : job.metadata.resourceVersion),
                because: because)
        }
        return plan
    }

    private static func fail(_ backup: BackupResource, _ reason: String, isDeleted: Bool, into plan: inout Plan) {
        var status = backup.status
        // One that has not begun may be older than its cluster.
        if isDeleted || backup.state != .new { status["state"] = .string(BackupResource.State.failed.rawValue) }
        status["error"] = .string(reason)
        status["progress"] = nil
        guard status != backup.status else { return }
        plan.act(
            .writeStatus(type: BackupResource.type, key: backup.key, status: status),
            because: Because(.backupFailed, "backup \(backup.name): \(reason)"))
    }
}
