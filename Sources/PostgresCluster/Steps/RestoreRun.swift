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
        guard saysWhatToRestore else {
            let error =
                "its status does not keep what it needs: the API server knows an older definition of PerconaPGRestore; apply deploy/crd.yaml. "
            return end(.failed, error: error + "No data was touched: the cluster goes on as it was", into: &plan)
        }
        guard cluster.members.isEmpty else { return }
        advance(to: .clearing, "Patroni's record of the old database goes", into: &plan)
    }

    /// Whether the status has what the Job goes by. Without it, another restore than that which was proven would be done.
    private var saysWhatToRestore: Bool { restore.undo?.directory.keptSuffix != nil || !restore.workedOutOptions.isEmpty }

    private func clear(into plan: inout Plan) {
        guard cluster.members.isEmpty else { return }
        deleteEndpoints(into: &plan)
        guard cluster.patroniEndpoints.isEmpty else { return }
        let source = restore.undo.map { "the data before restore \($0.restore) comes back" }
        let words = source ?? "backup \(restore.status["backupName"]?.string ?? "") is restored"
        advance(to: .restoring, words, into: &plan) {
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
        if job.hasFailed { return makeAgain(job, into: &plan) }
        if let trouble = cluster.trouble(of: job) { return tell("Job \(name) gets no further: \(trouble)", into: &plan) }
        guard let progress = cluster.restoreProgress(of: job) else { return }
        var status = restore.status
        progress.describe(&status, undoing: restore.undo?.restore)
        write(status, because: Because(.restoreRunning, "restore \(restore.name) goes on"), quietly: true, into: &plan)
    }

    /// A Job that failed without an outcome is made again after a pause, since what it lacked may come.
    private func makeAgain(_ job: Job, into plan: inout Plan) {
        let words = cluster.words(of: job) ?? "no reason was given"
        tell("Job \(job.key.name) failed, and is made again: \(words)", into: &plan)
        let next = job.end("Failed")?.lastTransitionTime?.adding(Self.pause) ?? cluster.now
        guard next <= cluster.now else { return plan.lookAgain(after: next.since(cluster.now), because: "Job \(job.key.name) is made again") }
        remove(job, "Job \(job.key.name) failed without an outcome: it is made again", into: &plan)
    }

    /// Time after which a Job that failed is made again; by then Kubernetes has tried it six times.
    private static let pause = Duration.seconds(60)

    private func makeJob(into plan: inout Plan) {
        guard let instance = instance(named: restore.instance), let repo = restore.repoName else { return }
        if restore.isBootstrap { return makeBootstrapJob(instance, into: &plan) }
        guard saysWhatToRestore, let suffix = restore.keptSuffix else { return }
        let overwrites = restore.status[path: "previousData", "keptUntil"]?.string != nil
        let block = definition.backups.restore
        let request = RestoreRequest(
            name: restore.name, uid: restore.uid, repo: Int(repo.dropFirst("repo".count)) ?? 1, stanza: PgBackRestConfiguration.stanza,
            options: restore.workedOutOptions, previous: overwrites ? .overwritten : .kept(suffix: suffix),
            undoes: restore.undo?.directory.keptSuffix, env: restore.env.isEmpty ? block.env : restore.env,
            envFrom: restore.envFrom.isEmpty ? block.envFrom : restore.envFrom, resources: block.resources,
            scheduling: definition.backups.restoreScheduling(besides: instance.set.scheduling))
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
        guard !noteUndo(into: &plan) else { return }
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

    /// The restore that was undone tells that what it kept is no longer there. This one goes on when that is written, so that it is not forgotten.
    private func noteUndo(into plan: inout Plan) -> Bool {
        guard let undo = restore.undo, let undone = cluster.restores[undo.restore],
            undone.status[path: "previousData", "directory"]?.string == undo.directory
        else { return false }
        var status = undone.status
        status["previousData"] = [
            "directory": .null, "bytes": .null, "keptUntil": .string("in its place again at \(cluster.second), by restore \(restore.name)"),
        ]
        plan.act(
            .writeStatus(type: RestoreResource.type, key: undone.key, status: status),
            because: Because(.restoreRunning, "restore \(undone.name) is undone by \(restore.name)"))
        plan.lookAgain(after: .seconds(1), because: "restore \(restore.name) goes on")
        return true
    }

    private func returned(_ error: String, into plan: inout Plan) {
        advance(to: .returning, "it failed, and the cluster starts from the data before it: \(error)", into: &plan) { $0["error"] = .string(error) }
    }

    // MARK: The cluster after it

    /// Whether the restored instance leads and accepts writes.
    private var leads: Bool { cluster.writable?.instance == restore.instance }

    private func start(into plan: inout Plan) {
        // The cluster's status must know whose data it is before this object may be forgotten.
        guard leads, cluster.knowledge.revisions[Knowledge.restored] == restore.uid else { return tellWhyItDoesNotStart(into: &plan) }
        advance(to: .rejoining, Self.rejoining(restore), into: &plan)
    }

    private func tellWhyItDoesNotStart(into plan: inout Plan) {
        guard let member = cluster.members.first(where: { $0.instance == restore.instance }), let trouble = member.pod.trouble else { return }
        tell("\(member.instance) does not start: \(trouble)", into: &plan)
    }

    private func rejoin(into plan: inout Plan) {
        guard let identifier = cluster.patroni?.systemIdentifier else { return }
        let sets = Set(definition.instanceSets.map(\.name))
        let others =
            restore.isBootstrap
            ? [] : cluster.instances.filter { $0.name != restore.instance && $0.dataClaim?.isThere == true && sets.contains($0.set) }
        let open = others.filter { !cluster.hasCleared($0.name, for: restore) }
        let obstacles = open.compactMap { clear($0, identifier, into: &plan) }
        if !obstacles.isEmpty {
            tell(obstacles.joined(separator: "; "), into: &plan)
        } else if open.allSatisfy({ cluster.jobs[Job.clearJobName($0.name)].map(cluster.runs) == true }) {
            tell(Self.rejoining(restore), into: &plan)
        }
        guard open.isEmpty, leads else { return }
        let isSQLDone = SQLStep.Subject.allCases.allSatisfy { subject in
            cluster.revision(of: subject).map { cluster.knowledge.revisions[subject.rawValue] == $0 } ?? true
        }
        guard isSQLDone else { return }
        end(.succeeded, error: nil, into: &plan)
    }

    private static func rejoining(_ restore: RestoreResource) -> String {
        "the other instances are made anew from \(restore.instance ?? "it")"
    }

    /// Has the old data of an instance removed; gives what stands in the way, in words for the user.
    private func clear(_ other: ObservedInstance, _ identifier: String, into plan: inout Plan) -> String? {
        let name = Job.clearJobName(other.name)
        guard let job = cluster.jobs[name] else {
            if let member = other.member { return "the old data of \(other.name) cannot be removed while Pod \(member.name) is there" }
            guard let instance = instance(named: other.name) else { return nil }
            plan.objects.append(
                DesiredObject(Job.clear(instance, for: restore, systemIdentifier: identifier, in: definition), updates: false))
            return nil
        }
        guard job.restoreUID == restore.uid else {
            remove(job, "Job \(name) of another restore goes", into: &plan)
            return nil
        }
        let trouble = cluster.trouble(of: job)
        if let end = job.end("Failed") {
            let next = end.lastTransitionTime?.adding(Self.pause) ?? cluster.now
            if next <= cluster.now {
                remove(job, "Job \(name) failed: it is made again", into: &plan)
            } else {
                plan.lookAgain(after: next.since(cluster.now), because: "Job \(name) is made again")
            }
        }
        return trouble.map { "the old data of \(other.name) was not removed: \($0)" }
    }

    private func goBack(into plan: inout Plan) {
        guard leads else { return tellWhyItDoesNotStart(into: &plan) }
        let error = restore.status["error"]?.string ?? "the restore failed"
        end(.failed, error: "\(error). The cluster runs again from the data before it", into: &plan)
    }

    // MARK: Status

    private func advance(to phase: RestoreResource.Phase, _ message: String, into plan: inout Plan, _ change: (inout JSONValue) -> Void = { _ in }) {
        var status = restore.status
        status["phase"] = .string(phase.rawValue)
        status["message"] = .string(message)
        if phase != .clearing, phase != .restoring { status["progress"] = nil }
        change(&status)
        plan.act(
            .writeStatus(type: RestoreResource.type, key: restore.key, status: status),
            because: Because(.restoreRunning, "restore \(restore.name): \(message)"))
    }

    /// Says what holds it up, in status and event, when that is new.
    private func tell(_ message: String, into plan: inout Plan) {
        var status = restore.status
        status["message"] = .string(message)
        let isTrouble = message != Self.rejoining(restore)
        write(status, because: Because(.restoreHeldUp, "restore \(restore.name): \(message)"), quietly: !isTrouble, into: &plan)
    }

    private func write(_ status: JSONValue, because: Because, quietly: Bool, into plan: inout Plan) {
        guard status != restore.status else { return }
        plan.act(.writeStatus(type: RestoreResource.type, key: restore.key, status: status), because: because, quietly: quietly)
    }

    func end(_ state: BackupResource.State, error: String?, into plan: inout Plan) {
        var status = restore.status.isNull ? .emptyObject : restore.status
        status["state"] = .string(state.rawValue)
        status["phase"] = nil
        status["message"] = nil
        status["progress"] = nil
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
