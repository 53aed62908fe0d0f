import KubernetesModel

/// One PerconaPGRestore from the stop of the instances to its end.
struct RestoreRun {
    let restore: RestoreResource
    let cluster: ClusterSnapshot

    private var definition: ClusterDefinition { cluster.definition }

    func plan(into plan: inout Plan) {
        guard let phase = restore.phase else { return }
        plan.wait(because: Because(.restoreRunning, "restore \(restore.name): \(restore.status["message"]?.string ?? phase.rawValue)"))
        switch phase {
        case .stopping: stop(into: &plan)
        case .clearing: clear(into: &plan)
        case .restoring: followJob(into: &plan)
        case .starting: start(into: &plan)
        case .rejoining: rejoin(into: &plan)
        case .returning: goBack(into: &plan)
        }
    }

    /// The instances are rendered with no replicas, the leader last (``ClusterSnapshot/mayRun(_:)``).
    private func stop(into plan: inout Plan) {
        if restore.isDeleting { return end(.failed, error: "deleted before any data was touched: the cluster goes on as it was", into: &plan) }
        guard cluster.members.isEmpty else { return }
        advance(to: .clearing, "Patroni's record of the old database goes", into: &plan)
    }

    private func clear(into plan: inout Plan) {
        guard cluster.members.isEmpty else { return }
        deleteEndpoints(into: &plan)
        guard cluster.patroniEndpoints.isEmpty else { return }
        advance(to: .restoring, "backup \(restore.status["backupName"]?.string ?? "") is restored", into: &plan) {
            $0["state"] = .string(BackupResource.State.running.rawValue)
        }
    }

    /// Patroni would not let another database in under the old record.
    private func deleteEndpoints(into plan: inout Plan) {
        for endpoints in cluster.patroniEndpoints where endpoints.isThere {
            let because = Because(.restoreRunning, "Patroni's record \(endpoints.key.name) of the database before restore \(restore.name) goes")
            if let deletion = Deletion(endpoints, holdsData: false, because: because) { plan.deletions.append(deletion) }
        }
    }

    // MARK: The Job

    private func followJob(into plan: inout Plan) {
        deleteEndpoints(into: &plan)
        let name = definition.names.restoreJob
        guard let job = cluster.jobs[name] else { return makeJob(into: &plan) }
        guard job.restoreUID == restore.uid else {
            remove(job, "Job \(name) of another restore goes", into: &plan)
            return
        }
        let report = cluster.messages(of: job).lazy.compactMap(RestoreReport.init).first
        if job.isComplete || report?.outcome == .restored { return restored(report, into: &plan) }
        switch report?.outcome {
        case .returned where restore.isBootstrap, .lost where restore.isBootstrap:
            return end(.failed, error: "\(report?.error ?? "the restore failed"). The data source was not changed", into: &plan)
        case .returned: return returned(report?.error ?? "the restore failed", into: &plan)
        case .lost:
            return end(
                .failed,
                error: "\(report?.error ?? "the restore failed"). The data before it was overwritten, as the annotation "
                    + "\(Annotation.discardPreviousData) allowed: ask for another restore", into: &plan)
        case .restored, nil: break
        }
        guard job.hasFailed else { return }
        let words = cluster.messages(of: job).first ?? "no reason was given"
        plan.events.append(PlannedEvent(.warning, Because(.restoreFailed, "Job \(name) failed, and is made again: \(words)")))
        remove(job, "Job \(name) failed without an outcome: it is made again", into: &plan)
    }

    private func makeJob(into plan: inout Plan) {
        guard let instance = instance(named: restore.instance), let repo = restore.repoName else { return }
        if restore.isBootstrap { return makeBootstrapJob(instance, into: &plan) }
        guard let suffix = restore.keptSuffix else { return }
        let overwrites = restore.status[path: "previousData", "keptUntil"]?.string != nil
        let request = RestoreRequest(
            name: restore.name, uid: restore.uid, repo: Int(repo.dropFirst("repo".count)) ?? 1, stanza: PgBackRestConfiguration.stanza,
            options: restore.workedOutOptions, previous: overwrites ? .overwritten : .kept(suffix: suffix), env: restore.env,
            envFrom: restore.envFrom)
        let configuration = PgBackRestMounts.configVolume(of: definition, for: .instance)
        plan.objects.append(DesiredObject(Job.restore(request, to: instance, in: definition, configuration: configuration), updates: false))
    }

    /// The same from the data source, onto a volume that must be empty.
    private func makeBootstrapJob(_ instance: Instance, into plan: inout Plan) {
        guard let source = definition.dataSource, instance.name == restore.instance,
            cluster.claims[definition.claim(for: instance.dataClaim)] != nil
        else { return }
        let copy = cluster.secrets[definition.names.dataSource]
        switch source.origin {
        case .repository(let repo, let stanza, let global, _):
            plan.objects.append(DesiredObject(DataSourceConfiguration.configMap(of: definition, repo, stanza: stanza, global: global)))
        case .cluster(let name, let namespace, let repo):
            guard copy == nil else { break }
            if let failure = cluster.knowledge.failures[Knowledge.dataSource] { plan.wait(because: Because(.restoreFailed, failure.message)) }
            guard cluster.mayRetry(Knowledge.dataSource, after: .seconds(10), into: &plan) else { return }
            return plan.act(
                .copyDataSource(from: ObjectKey(namespace: namespace, name: name), repo: repo, to: definition.names.dataSource),
                because: Because(.restoreRunning, "the configuration to read \(source.inWords) is copied for the restore"))
        }
        let number = Int(source.repoName.dropFirst("repo".count)) ?? 1
        let request = RestoreRequest(
            name: restore.name, uid: restore.uid, repo: number, stanza: source.stanza, options: restore.workedOutOptions, previous: .absent,
            env: source.env, envFrom: source.envFrom, resources: source.resources, scheduling: source.scheduling)
        let configuration = DataSourceConfiguration.volume(of: definition, source, copy: copy)
        plan.objects.append(DesiredObject(Job.restore(request, to: instance, in: definition, configuration: configuration), updates: false))
    }

    private func instance(named name: String?) -> Instance? {
        guard let name, let observed = cluster.instances.first(where: { $0.name == name }),
            let set = definition.instanceSets.first(where: { $0.name == observed.set })
        else { return nil }
        return Instance(name: name, set: set)
    }

    private func remove(_ job: Job, _ text: String, into plan: inout Plan) {
        guard job.isThere, let deletion = Deletion(job, holdsData: false, because: Because(.restoreRunning, text)) else { return }
        plan.deletions.append(deletion)
    }

    private func restored(_ report: RestoreReport?, into plan: inout Plan) {
        advance(to: .starting, "\(restore.instance ?? "the restored instance") starts alone", into: &plan) { status in
            status["timeline"] = report?.timeline.map { .integer($0) }
            status["recoveredTo"] = report?.recoveredTo.map { .string($0) }
            guard let directory = report?.keptDirectory else { return }
            status["previousData"] = [
                "claim": .string(definition.claim(for: "\(restore.instance ?? "")-pgdata")), "directory": .string(directory),
                "bytes": .integer(report?.keptBytes ?? 0),
                "keptUntil": .string("the annotation \(Annotation.releasePreviousData): \"true\" on this PerconaPGRestore"),
            ]
        }
    }

    private func returned(_ error: String, into plan: inout Plan) {
        advance(to: .returning, "it failed, and the cluster starts from the data before it: \(error)", into: &plan) { $0["error"] = .string(error) }
    }

    // MARK: The cluster after it

    /// Whether the restored instance leads and accepts writes.
    private var leads: Bool { cluster.writable?.instance == restore.instance }

    private func start(into plan: inout Plan) {
        // The cluster's status must know whose data it is before this object may be forgotten.
        guard leads, cluster.knowledge.revisions[Knowledge.restored] == restore.uid else { return }
        advance(to: .rejoining, "the other instances are made anew from \(restore.instance ?? "it")", into: &plan)
    }

    private func rejoin(into plan: inout Plan) {
        guard let identifier = cluster.patroni?.systemIdentifier else { return }
        let sets = Set(definition.instanceSets.map(\.name))
        let others =
            restore.isBootstrap
            ? [] : cluster.instances.filter { $0.name != restore.instance && $0.dataClaim?.isThere == true && sets.contains($0.set) }
        var open = 0
        for other in others where !cluster.hasCleared(other.name, for: restore) {
            open += 1
            clear(other, identifier, into: &plan)
        }
        guard open == 0, leads else { return }
        let isSQLDone = SQLStep.Subject.allCases.allSatisfy { subject in
            cluster.revision(of: subject).map { cluster.knowledge.revisions[subject.rawValue] == $0 } ?? true
        }
        guard isSQLDone else { return }
        end(.succeeded, error: nil, into: &plan)
    }

    private func clear(_ other: ObservedInstance, _ identifier: String, into plan: inout Plan) {
        let name = Job.clearJobName(other.name)
        guard let job = cluster.jobs[name] else {
            guard other.member == nil, let instance = instance(named: other.name) else { return }
            plan.objects.append(
                DesiredObject(Job.clear(instance, for: restore, systemIdentifier: identifier, in: definition), updates: false))
            return
        }
        if job.restoreUID != restore.uid { return remove(job, "Job \(name) of another restore goes", into: &plan) }
        guard job.hasFailed else { return }
        let words = cluster.messages(of: job).first ?? "no reason was given"
        plan.events.append(PlannedEvent(.warning, Because(.restoreFailed, "the data of \(other.name) was not removed: \(words)")))
        remove(job, "Job \(name) failed: it is made again", into: &plan)
    }

    private func goBack(into plan: inout Plan) {
        guard leads else { return }
        let error = restore.status["error"]?.string ?? "the restore failed"
        end(.failed, error: "\(error). The cluster runs again from the data before it", into: &plan)
    }

    // MARK: Status

    private func advance(to phase: RestoreResource.Phase, _ message: String, into plan: inout Plan, _ change: (inout JSONValue) -> Void = { _ in }) {
        var status = restore.status
        status["phase"] = .string(phase.rawValue)
        status["message"] = .string(message)
        change(&status)
        plan.act(
            .writeStatus(type: RestoreResource.type, key: restore.key, status: status),
            because: Because(.restoreRunning, "restore \(restore.name): \(message)"))
    }

    func end(_ state: BackupResource.State, error: String?, into plan: inout Plan) {
        var status = restore.status.isNull ? .emptyObject : restore.status
        status["state"] = .string(state.rawValue)
        status["phase"] = nil
        status["message"] = nil
        let because: Because
        if let error {
            status["error"] = .string(error)
            because = Because(.restoreFailed, "restore \(restore.name) failed: \(error)")
            plan.events.append(PlannedEvent(.warning, because))
        } else {
            status["completed"] = cluster.second.json
            because = Because(.restoreSucceeded, "restore \(restore.name) succeeded: \(restore.status["target"]?.string ?? "")")
        }
        plan.act(.writeStatus(type: RestoreResource.type, key: restore.key, status: status), because: because)
    }
}
