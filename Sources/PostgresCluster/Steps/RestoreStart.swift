import KubernetesModel

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
        if let name = restore.undoes { return planUndo(of: name, repo, into: &plan) }
        let options: RestoreOptions
        do { options = try RestoreOptions(parsing: restore.options) } catch {
            return fail("spec.options: \(error.message)", into: &plan)
        }
        if let reason = obstacle { return wait(reason, into: &plan) }
        guard let instance = chosenInstance else { return fail("no instance of cluster \(definition.name) has a volume", into: &plan) }
        guard let facts = cluster.knowledge.restoreFacts[restore.uid] else { return inquire(repo, instance, kept: nil, into: &plan) }
        let proof = RestoreProof(
            options: options, repo: repo.name, report: facts.report, systemIdentifier: systemIdentifier, archivedUntil: facts.archivedUntil,
            archivedPosition: facts.archivedPosition, archiveProblem: facts.archiveProblem, now: cluster.now, free: facts.free,
            mayDiscard: cluster.resource.metadata.annotations?[Annotation.discardPreviousData] == restore.name)
        switch proof.outcome {
        case .impossible(let reason): fail(reason, into: &plan)
        case .possible(let course):
            let words = "backup \(course.backup.label), replayed to \(course.target), over \(instance)"
            begin(on: instance, words, into: &plan) { status in
                status["backupName"] = .string(course.backup.label)
                status["target"] = .string(course.target)
                status["options"] = course.options.json
                status["progress"] = ["bytes": 0, "totalBytes": .integer(course.backup.size), "percent": 0]
                guard course.discardsPreviousData else { return }
                status["previousData"] = ["keptUntil": .string("overwritten, as the annotation \(Annotation.discardPreviousData) allows")]
            }
        }
    }

    /// What has to end before it can be judged.
    var obstacle: String? {
        if definition.isPaused { return "waits: spec.pause of cluster \(definition.name) is true" }
        if let backup = cluster.backups.values.first(where: { $0.state == .running }) { return "waits until backup \(backup.name) has ended" }
        if !cluster.isRepositoryHostReady { return "waits until the repository host \(definition.names.repoHost) is ready" }
        if systemIdentifier == nil { return "waits until cluster \(definition.name) has data" }
        return nil
    }

    var systemIdentifier: String? {
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

    /// - Parameter kept: directory of the data that is to come back, on the instance's volume; nil for a restore from a backup.
    func inquire(_ repo: BackupsDefinition.Repo, _ instance: String, kept: String?, into plan: inout Plan) {
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
                    readerContainer: reader == nil ? "pgbackrest" : Member.container, primary: cluster.writable?.pod.key, volume: volume?.pod.key,
                    kept: kept)),
            because: Because(.restoreRunning, "whether restore \(restore.name) can succeed is looked into before anything is touched"))
    }

    /// Takes hold of the cluster.
    ///
    /// - Parameters:
    ///   - instance: whose volume gets other data.
    ///   - words: what will be on it.
    ///   - describe: adds to the status what the later phases go by.
    func begin(on instance: String, _ words: String, into plan: inout Plan, _ describe: (inout JSONValue) -> Void) {
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
        status["instance"] = .string(instance)
        status["started"] = cluster.second.json
        status["jobName"] = .string(definition.names.restoreJob)
        status["message"] = .string("the instances stop")
        describe(&status)
        plan.act(
            .writeStatus(type: RestoreResource.type, key: restore.key, status: status),
            because: Because(.restoreRunning, "restore \(restore.name) begins: \(words)"))
    }

    func wait(_ reason: String, into plan: inout Plan) {
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
