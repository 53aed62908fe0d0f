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

/// A PerconaPGRestore before anything was touched.
struct RestoreStart {
    let restore: RestoreResource
    let cluster: ClusterSnapshot

    private var definition: ClusterDefinition { cluster.definition }

    func plan(into plan: inout Plan) {
        if restore.isBootstrap { return BootstrapRestore(cluster).start(restore, into: &plan) }
        guard definition.backups.isEnabled else { return fail("backups are not enabled in the PerconaPGCluster configuration", into: &plan) }
        if restore.spec["volumeSnapshotBackupName"]?.string?.isEmpty == false {
            return fail("spec.volumeSnapshotBackupName: restores from volume snapshots are not supported: use repoName", into: &plan)
        }
        guard let repo = definition.backups.repos.first(where: { $0.name == restore.repoName }) else {
            let names = definition.backups.repos.map(\.name).joined(separator: ", ")
            return fail("spec.repoName: \(restore.repoName ?? "") is not a repository of cluster \(definition.name): use \(names)", into: &plan)
        }
        guard definition.standby == nil else {
            return fail("spec.standby: cluster \(definition.name) follows another one: restore that, or promote this one first", into: &plan)
        }
        let options: RestoreOptions
        do { options = try RestoreOptions(parsing: restore.options) } catch {
            return fail("spec.options: \(error.message)", into: &plan)
        }
        if let reason = obstacle { return wait(reason, into: &plan) }
        guard let instance = chosenInstance else { return fail("no instance of cluster \(definition.name) has a volume", into: &plan) }
        guard let facts = cluster.knowledge.restoreFacts[restore.uid] else { return inquire(repo, instance, into: &plan) }
        let proof = RestoreProof(
            options: options, repo: repo.name, report: facts.report, systemIdentifier: systemIdentifier, archivedUntil: facts.archivedUntil,
            archivedPosition: facts.archivedPosition, archiveProblem: facts.archiveProblem, now: cluster.now, free: facts.free,
            mayDiscard: cluster.resource.metadata.annotations?[Annotation.discardPreviousData] == restore.name)
        switch proof.outcome {
        case .impossible(let reason): fail(reason, into: &plan)
        case .possible(let course): begin(course, instance, into: &plan)
        }
    }

    /// What has to end before it can be judged.
    private var obstacle: String? {
        if definition.isPaused { return "waits: spec.pause of cluster \(definition.name) is true" }
        if let backup = cluster.backups.values.first(where: { $0.state == .running }) { return "waits until backup \(backup.name) has ended" }
        if !cluster.isRepositoryHostReady { return "waits until the repository host \(definition.names.repoHost) is ready" }
        if systemIdentifier == nil { return "waits until cluster \(definition.name) has data" }
        return nil
    }

    private var systemIdentifier: String? {
        cluster.patroni?.systemIdentifier ?? cluster.resource.status[path: "patroni", "status", "systemIdentifier"]?.string
    }

    /// The leader; else the member that led last; else any that runs; else the first volume.
    private var chosenInstance: String? {
        let sets = Set(definition.instanceSets.map(\.name))
        let usable = cluster.instances.filter { $0.dataClaim?.isThere == true && sets.contains($0.set) }
        let recorded = cluster.leaderRecord?.leader
        return
            (usable.first { $0.name == cluster.leader?.instance } ?? usable.first { "\($0.name)-0" == recorded }
            ?? usable.first { $0.member?.isRunning == true } ?? usable.first)?.name
    }

    private func inquire(_ repo: BackupsDefinition.Repo, _ instance: String, into plan: inout Plan) {
        let subject = RestoreInquiry.subject(restore.uid)
        if let failure = cluster.knowledge.failures[subject] {
            return fail("spec.repoName: \(repo.name) cannot be read: \(failure.message)", into: &plan)
        }
        let volume = cluster.members.first { $0.instance == instance && $0.isRunning }
        let reader = cluster.leader ?? cluster.members.first { $0.isRunning && $0.isReady }
        let host = ObjectKey(namespace: definition.namespace, name: definition.names.repoHostPod)
        plan.act(
            .inquire(
                RestoreInquiry(
                    restore: restore.uid, repo: repo.name, reader: reader?.pod.key ?? host,
                    readerContainer: reader == nil ? "pgbackrest" : Member.container, primary: cluster.writable?.pod.key, volume: volume?.pod.key)),
            because: Because(.restoreRunning, "whether restore \(restore.name) can succeed is looked into before anything is touched"))
    }

    private func begin(_ course: RestoreProof.Course, _ instance: String, into plan: inout Plan) {
        if !(restore.metadata.finalizers ?? []).contains(Finalizer.deleteRestore), let version = restore.metadata.resourceVersion {
            plan.act(
                .editMetadata(
                    type: RestoreResource.type, key: restore.key,
                    MetadataEdit(finalizers: (restore.metadata.finalizers ?? []) + [Finalizer.deleteRestore]), resourceVersion: version),
                because: Because(.changed, "restore \(restore.name) runs to its end once it has touched data"))
            return
        }
        var status = restore.status.isNull ? .emptyObject : restore.status
        status["state"] = .string(BackupResource.State.starting.rawValue)
        status["phase"] = .string(RestoreResource.Phase.stopping.rawValue)
        status["backupName"] = .string(course.backup.label)
        status["target"] = .string(course.target)
        status["options"] = course.options.json
        status["instance"] = .string(instance)
        status["started"] = cluster.second.json
        status["jobName"] = .string(definition.names.restoreJob)
        status["message"] = .string("the instances stop")
        if course.discardsPreviousData {
            status["previousData"] = ["keptUntil": .string("overwritten, as the annotation \(Annotation.discardPreviousData) allows")]
        }
        plan.act(
            .writeStatus(type: RestoreResource.type, key: restore.key, status: status),
            because: Because(
                .restoreRunning, "restore \(restore.name) begins: backup \(course.backup.label), replayed to \(course.target), over \(instance)"))
    }

    private func wait(_ reason: String, into plan: inout Plan) {
        guard restore.status["message"]?.string != reason else { return }
        var status = restore.status.isNull ? .emptyObject : restore.status
        status["message"] = .string(reason)
        plan.act(
            .writeStatus(type: RestoreResource.type, key: restore.key, status: status),
            because: Because(.restoreRunning, "restore \(restore.name) \(reason)"))
    }

    func fail(_ reason: String, into plan: inout Plan) {
        RestoreRun(restore: restore, cluster: cluster).end(.failed, error: "\(reason). Nothing was touched", into: &plan)
    }
}
