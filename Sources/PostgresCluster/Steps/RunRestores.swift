import KubernetesModel

/// Carries out PerconaPGRestores: one at a time, and only after it was proven that it can succeed.
///
/// - Reads: PerconaPGRestores, what the repository holds, instances, Patroni's record, the restore's Jobs.
/// - Plans: an inquiry; then, phase by phase, the stop of the instances, the end of Patroni's record, the Job, the start of the restored
///   instance, and the renewal of the others. Each phase is in the restore's status before its effects are.
/// - Never: touches anything before the proof; removes an instance's data before the restored one accepts writes.
struct RunRestores: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        for restore in cluster.restores.values.sorted(by: { $0.turn < $1.turn })
        where restore.isOver || (restore.isDeleting && restore.phase == nil) {
            Self.release(restore, into: &plan)
        }
        removeJobs(cluster, into: &plan)
        BootstrapRestore(cluster).plan(into: &plan)
        if cluster.activeRestore == nil { releasePreviousData(cluster, into: &plan) }
        // One that has begun before never begins again, whatever has become of its status.
        let waiting = cluster.restores.values.filter {
            !$0.isOver && $0.phase == nil && $0.started == nil && !$0.isDeleting && !cluster.isForeign($0)
        }.sorted {
            $0.turn < $1.turn
        }
        if let active = cluster.activeRestore {
            RestoreRun(restore: active, cluster: cluster).plan(into: &plan)
            for other in waiting {
                RestoreStart(restore: other, cluster: cluster).fail(
                    "restore \(active.name) of this cluster is under way: ask again when it has ended", into: &plan)
            }
        } else if let next = waiting.first {
            RestoreStart(restore: next, cluster: cluster).plan(into: &plan)
        }
    }

    /// Lets a restore go that has no hold of the cluster.
    static func release(_ restore: RestoreResource, into plan: inout Plan) {
        guard let finalizers = restore.metadata.finalizers, finalizers.contains(Finalizer.deleteRestore),
            let version = restore.metadata.resourceVersion
        else { return }
        plan.act(
            .editMetadata(
                type: RestoreResource.type, key: restore.key, MetadataEdit(finalizers: finalizers.filter { $0 != Finalizer.deleteRestore }),
                resourceVersion: version),
            because: Because(.changed, "restore \(restore.name) no longer has hold of the cluster"))
    }

    /// Jobs of restores that are over, or gone.
    private func removeJobs(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        if cluster.activeRestore == nil, let copy = cluster.secrets[cluster.definition.names.dataSource], copy.metadata.deletionTimestamp == nil {
            let because = Because(.changed, "the copy of the data source's configuration goes: nothing is read from it any more")
            if let deletion = Deletion(Secret(metadata: copy.metadata), holdsData: false, because: because) { plan.deletions.append(deletion) }
        }
        for (name, job) in cluster.jobs.sorted(by: { $0.key < $1.key }) {
            guard let uid = job.restoreUID, uid != cluster.activeRestore?.uid, job.isThere else { continue }
            let because = Because(.changed, "Job \(name) goes: its restore has ended")
            if let deletion = Deletion(job, holdsData: false, because: because) { plan.deletions.append(deletion) }
        }
    }
}
