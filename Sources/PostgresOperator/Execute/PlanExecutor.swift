import ControllerRuntime
import KubernetesClient
import KubernetesModel
import Logging
import PostgresAPI
import PostgresCluster

/// Carries out a plan: the only place where a cluster is written to.
///
/// - Flow: Secrets, objects, deletions, actions, events, status, each in the plan's order.
/// - Guarantees: safe to be cut off anywhere, since the next plan starts from what is there then.
/// - Errors: a failure of an object ends the run, and the cluster comes again after a pause. A failure of an action is kept, shown in the
///   status, and tried again when the planner says so.
struct PlanExecutor: Sendable {
    /// What a run means for the next look.
    enum Outcome: Sendable {
        case done
        /// An action found something out that changes the plan: look again at once.
        case learned
    }

    let api: any KubernetesAPI
    let pods: any PodExecutor
    let cache: Cache
    let applier: Applier
    let events: EventRecorder
    let knowledge: KnowledgeStore
    let patroni: PatroniClient
    let logger: Logger
    let now: @Sendable () -> Timestamp

    func execute(_ plan: Plan, for cluster: ClusterSnapshot) async throws -> Outcome {
        var logger = logger
        logger[metadataKey: "cluster"] = "\(cluster.definition.namespace)/\(cluster.definition.name)"
        let writer = SecretWriter(api: api, cache: cache, now: now)
        var authority: AuthoritySecret?
        for step in plan.secrets {
            do {
                if try await writer.write(step, for: cluster.definition, authority: &authority) {
                    logger.info("Secret written", metadata: ["secret": "\(step.key.name)", "because": "\(step.because.message)"])
                    if step.because.reason == .certificateRenewed { record(.normal, step.because, cluster) }
                }
            } catch let problem as SecretWriter.Problem {
                record(.warning, Because(problem.reason, problem.message), cluster)
                knowledge.update(cluster.definition.uid) { $0.failures["secrets"] = .init(message: problem.message, at: now()) }
            }
        }
        do {
            for object in plan.objects { try await apply(object, cluster, logger) }
            for deletion in plan.endings + plan.deletions { try await delete(deletion, cluster, logger) }
        } catch {
            try await report(error, plan, cluster)
            throw error
        }
        var outcome = Outcome.done
        var failure: (any Error)?
        for action in plan.actions {
            do {
                if try await perform(action, for: cluster, logger) { outcome = .learned }
            } catch {
                // The others do not depend on it, and the status tells what is: the failure ends the run after them.
                failure = failure ?? error
            }
        }
        for event in plan.events { record(event.kind, event.because, cluster) }
        try await writeStatus(plan, cluster)
        if let failure { throw failure }
        return outcome
    }

    /// Tells in event and status of a request that is refused until a person does something. Conflicts and outages pass by themselves.
    private func report(_ error: any Error, _ plan: Plan, _ cluster: ClusterSnapshot) async throws {
        guard let refusal = error as? KubernetesError, [.forbidden, .invalid, .badRequest].contains(refusal.code) else { return }
        let because = Because(.reconciliationFailed, "\(refusal)")
        record(.warning, because, cluster)
        var failing = plan
        failing.status = Planner().status(of: cluster, plan, failing: because)
        failing.statusWaits = nil
        try await writeStatus(failing, cluster)
    }

    private func writeStatus(_ plan: Plan, _ cluster: ClusterSnapshot) async throws {
        guard let status = plan.status else { return knowledge.forget(cluster.definition.uid) }
        guard plan.statusWaits == nil, status != cluster.resource.status else { return }
        do {
            guard try await applier.applyStatus(PerconaPGCluster.self, key(of: cluster), status) else { return }
            knowledge.update(cluster.definition.uid) { $0.statusWritten = now() }
        } catch {
            // Someone else has removed the last finalizer meanwhile: there is nobody left to tell.
            guard error.code == .notFound, cluster.resource.isDeleting else { throw error }
        }
    }

    /// Tells that a spec is refused, for a cluster of which nothing was ever accepted.
    func report(_ reading: DefinitionReader.Reading, of cluster: PerconaPGCluster, at now: Timestamp) async throws {
        for problem in reading.resource.refusals { events.warning(cluster, reason: Reason.invalidSpec.rawValue, message: problem) }
        try await applier.applyStatus(PerconaPGCluster.self, cluster.key, reading.resource.refusedStatus(at: now))
    }

    /// Carries out what is left to do for a cluster that is gone: deletions, metadata and statuses.
    func executeWithoutCluster(_ plan: Plan) async throws {
        for deletion in plan.deletions {
            let preconditions = Preconditions(resourceVersion: deletion.resourceVersion, uid: deletion.uid)
            do {
                try await api.delete(deletion.type, deletion.key, preconditions: preconditions, propagation: .background)
            } catch {
                guard error.code == .conflict else { throw error }
            }
        }
        for planned in plan.actions {
            switch planned.action {
            case .editMetadata(let type, let key, let edit, let version): try await editMetadata(type, key, edit, version)
            case .writeStatus(let type, let key, let status): try await writeStatus(type, key, status)
            default: logger.error("Action needs a cluster", metadata: ["action": "\(planned.action.name)"])
            }
        }
    }

    private func apply(_ object: DesiredObject, _ cluster: ClusterSnapshot, _ logger: Logger) async throws {
        if !object.updates {
            // What others made under this name is in no cache.
            if cache.get(object.type, object.key) != nil { return }
            if try await api.find(object.type, object.key) != nil { return }
        }
        switch try await applier.apply(Rendering(object.type, object.rendering)) {
        case .unchanged: break
        case .created: logger.debug("Object created", metadata: ["object": "\(object.type.kind) \(object.key.name)"])
        case .changed: logger.info("Object changed", metadata: ["object": "\(object.type.kind) \(object.key.name)"])
        case .repaired(let drift):
            logger.info("Object repaired", metadata: ["object": "\(object.type.kind) \(object.key.name)", "drift": "\(drift.prefix(5))"])
            let paths = drift.prefix(5).joined(separator: ", ")
            record(.normal, Because(.repaired, "\(object.type.kind) \(object.key.name) was changed, and is as it was: \(paths)"), cluster)
        }
    }

    private func delete(_ deletion: Deletion, _ cluster: ClusterSnapshot, _ logger: Logger) async throws {
        let propagation: PropagationPolicy =
            switch deletion.propagation {
            case .background: .background
            case .foreground: .foreground
            case .orphan: .orphan
            }
        do {
            try await api.delete(
                deletion.type, deletion.key, preconditions: Preconditions(resourceVersion: deletion.resourceVersion, uid: deletion.uid),
                propagation: propagation, gracePeriodSeconds: deletion.gracePeriodSeconds)
        } catch {
            guard error.code == .conflict else { throw error }
            // Another object of this name, or a change since it was seen: the next plan decides anew.
            logger.info("Deletion withheld", metadata: ["object": "\(deletion.type.kind) \(deletion.key.name)", "reason": "it has changed"])
            return
        }
        logger.info("Object deleted", metadata: ["object": "\(deletion.type.kind) \(deletion.key.name)", "because": "\(deletion.because.message)"])
        record(.normal, deletion.because, cluster)
    }

    /// Whether the action found something out.
    private func perform(_ planned: PlannedAction, for cluster: ClusterSnapshot, _ logger: Logger) async throws -> Bool {
        var logger = logger
        logger[metadataKey: "because"] = "\(planned.because.message)"
        let uid = cluster.definition.uid
        do {
            let learned = try await run(planned.action, for: cluster)
            if let subject = planned.action.subject { knowledge.update(uid) { $0.failures[subject] = nil } }
            logger.log(level: planned.isRoutine ? .debug : .info, "Action done", metadata: ["action": "\(planned.action.name)"])
            if !planned.isQuiet, !planned.action.isQuiet { record(planned.because.reason.isTrouble ? .warning : .normal, planned.because, cluster) }
            return learned
        } catch let error as KubernetesError where error.code == .conflict {
            // What the decision was based on has changed: the event of that change leads to another plan.
            logger.debug("Action withheld", metadata: ["action": "\(planned.action.name)", "error": "\(error)"])
            return false
        } catch let problem as ActionProblem {
            logger.warning("Action failed", metadata: ["action": "\(planned.action.name)", "error": "\(problem.message)"])
            record(.warning, Because(planned.action.failureReason ?? planned.because.reason, problem.message), cluster)
            guard let subject = planned.action.subject else { return false }
            knowledge.update(uid) {
                $0.failures[subject] = .init(message: problem.message, at: now(), count: ($0.failures[subject]?.count ?? 0) + 1)
            }
            return true
        }
    }

    private func run(_ action: Action, for cluster: ClusterSnapshot) async throws -> Bool {
        let uid = cluster.definition.uid
        let tools = PodTools(pods: pods)
        switch action {
        case .configurePatroni(let configuration, let key, let version):
            let patch: JSONValue = ["metadata": ["annotations": ["config": .string(configuration.text)], "resourceVersion": .string(version)]]
            cache.noteWritten(Endpoints.resourceType, try await api.patch(Endpoints.resourceType, key, patch, fieldManager: "egret"))
        case .restart(let member, let role):
            try await patroni.restart(member, only: role)
        case .switchover(let from, let candidate):
            try await patroni.switchover(from: from, to: candidate)
        case .releaseLeader(let release):
            try await LeaderReleaser(api: api, patroni: patroni).release(release)
        case .sql(let step):
            for problem in try await SQLRunner(api: api, tools: tools).run(step, for: cluster) {
                record(.warning, Because(.invalidUser, problem), cluster)
            }
            knowledge.update(uid) { knowledge in
                knowledge.revisions[step.subject.rawValue] = step.revision
                if step.subject == .extensions { knowledge.revisions[Knowledge.enabledExtensions] = cluster.definition.extensions.remembered }
            }
            return true
        case .createStanza(let step):
            let empty = try await StanzaKeeper(tools: tools).create(step, in: cluster.definition)
            knowledge.update(uid) { [now = now()] in $0.noteStanzas(of: step, emptyBefore: empty, at: now) }
            return true
        case .deleteStanza(let deletion):
            try await StanzaKeeper(tools: tools).delete(deletion)
            knowledge.update(uid) { $0.revisions["deletedStanza"] = deletion.revision }
            return true
        case .remember(let changes):
            knowledge.update(uid) { knowledge in
                for (key, value) in changes { knowledge.revisions[key] = value }
            }
            return true
        case .probeWrite(let pod, _, let host, let port, let revision):
            // A certificate that the user brought need not have this cluster's names.
            try await tools.probeWrite(from: pod, host: host, port: port, verifiesName: cluster.definition.tls.customSecret == nil)
            knowledge.update(uid) { $0.revisions["writeProbe"] = revision }
            return true
        case .askStandby(let inquiry):
            let facts = try await tools.ask(inquiry, at: now)
            knowledge.update(uid) { $0.standby = facts }
            return true
        case .readSettings(let pod, _, let image):
            let settings = try await tools.settings(in: pod)
            knowledge.update(uid) { $0.settings[image] = settings }
            return true
        case .readBackups(let pod, _, let repo, _):
            let stored = try await tools.storedBackups(in: pod, repo: repo)
            knowledge.update(uid) { $0.storedBackups[repo] = stored }
            settle(action, of: uid)
            return true
        case .endBackup(let backup):
            try await tools.end(backup)
            settle(action, of: uid)
            return true
        case .expireBackup(let pod, _, let repo, let label, _):
            let stored = try await tools.expire(label, from: repo, in: pod)
            knowledge.update(uid) { $0.storedBackups[repo] = stored }
            return true
        case .endRetries(let key, let uid):
            let patch: JSONValue = ["metadata": ["uid": .string(uid)], "spec": ["backoffLimit": 0]]
            cache.noteWritten(Job.resourceType, try await api.patch(Job.resourceType, key, patch, fieldManager: "egret"))
        case .editMetadata(let type, let key, let edit, let version):
            try await editMetadata(type, key, edit, version)
        case .inquire(let inquiry):
            let facts = try await tools.facts(for: inquiry)
            knowledge.update(uid) { $0.restoreFacts[inquiry.restore] = facts }
            return true
        case .markArchive(let mark):
            let answer = try await DrillMarker(api: api, tools: tools).answer(mark)
            // One drill begins at a time.
            knowledge.update(uid) { $0.archiveMarks = [mark.drill: answer] }
            return true
        case .copyDataSource(let source, let repo, let name):
            let secret = try await DataSourceCopier(api: api).copy(from: source, repo: repo, to: cluster.definition)
            try await create(Secret.resourceType, ObjectKey(namespace: cluster.definition.namespace, name: name), secret)
        case .releasePreviousData(let release):
            try await tools.release(release)
            knowledge.update(uid) { _ = $0.releasedRestores.insert(release.restore) }
            return true
        case .setFinalizers(let finalizers, let version):
            let patch: JSONValue = ["metadata": ["finalizers": finalizers.json, "resourceVersion": .string(version)]]
            let written = try await api.patch(PerconaPGCluster.resourceType, key(of: cluster), patch, fieldManager: "egret")
            cache.noteWritten(PerconaPGCluster.resourceType, written)
        case .scale(let type, let key, let replicas):
            cache.noteWritten(type, try await api.patch(type, key, ["spec": ["replicas": .integer(Int64(replicas))]], fieldManager: "egret"))
        case .create(let type, let key, let object):
            try await create(type, key, object)
        case .writeStatus(let type, let key, let status):
            try await writeStatus(type, key, status)
        }
        return false
    }

    /// Remembers that an action need not be done again.
    private func settle(_ action: Action, of uid: String) {
        guard let subject = action.subject else { return }
        knowledge.update(uid) { knowledge in
            // To ask once more does no harm, to remember every backup that ever was would.
            if knowledge.settled.count >= 256 { knowledge.settled.removeAll() }
            knowledge.settled.insert(subject)
        }
    }

    /// Writes a whole status: what the present one has besides goes.
    private func writeStatus(_ type: ResourceType, _ key: ObjectKey, _ status: JSONValue) async throws {
        var patch = status
        for field in (cache.get(type, key)?["status"]?.object ?? [:]).keys where status[field] == nil { patch[field] = .some(.null) }
        cache.noteWritten(type, try await api.patch(type, key, ["status": patch], subresource: "status", fieldManager: "egret"))
    }

    private func editMetadata(_ type: ResourceType, _ key: ObjectKey, _ edit: MetadataEdit, _ version: String?) async throws {
        var metadata = JSONValue.emptyObject
        if !edit.labels.isEmpty { metadata["labels"] = .object(edit.labels.mapValues { $0.map { .string($0) } ?? .null }) }
        if !edit.annotations.isEmpty { metadata["annotations"] = .object(edit.annotations.mapValues { $0.map { .string($0) } ?? .null }) }
        metadata["finalizers"] = edit.finalizers.map(\.json)
        metadata.write(version, at: "resourceVersion")
        do {
            cache.noteWritten(type, try await api.patch(type, key, ["metadata": metadata], fieldManager: "egret"))
        } catch {
            // What is gone needs no finalizer.
            guard error.code == .notFound else { throw error }
        }
    }

    private func create(_ type: ResourceType, _ key: ObjectKey, _ object: JSONValue) async throws {
        do {
            let request = APIRequest(
                "create \(type.groupResource) \(key)", method: .post, path: type.path(namespace: key.namespace),
                query: [.init("fieldManager", "egret")], body: object)
            cache.noteWritten(type, try await api.send(request))
        } catch {
            guard error.code == .alreadyExists else { throw error }
        }
    }

    private func key(of cluster: ClusterSnapshot) -> ObjectKey {
        ObjectKey(namespace: cluster.definition.namespace, name: cluster.definition.name)
    }

    private func record(_ kind: PlannedEvent.Kind, _ because: Because, _ cluster: ClusterSnapshot) {
        let object = PerconaPGCluster(json: ["metadata": cluster.resource.metadata.json])
        switch kind {
        case .normal: events.normal(object, reason: because.reason.rawValue, message: because.message)
        case .warning: events.warning(object, reason: because.reason.rawValue, message: because.message)
        }
    }
}

/// Why an action failed, in words for people; holds no secret.
struct ActionProblem: Error {
    var message: String
    init(_ message: String) { self.message = message }
}

extension PlannedAction {
    /// Whether it happens again and again: of no interest in a log either.
    fileprivate var isRoutine: Bool {
        guard isQuiet, case .writeStatus = action else { return false }
        return true
    }
}

extension Action {
    /// A bounded name for logs.
    var name: String {
        switch self {
        case .configurePatroni: "configure-patroni"
        case .restart: "restart"
        case .switchover: "switchover"
        case .releaseLeader: "release-leader"
        case .sql(let step): "sql-\(step.subject.rawValue)"
        case .createStanza: "create-stanza"
        case .deleteStanza: "delete-stanza"
        case .probeWrite: "probe-write"
        case .askStandby: "ask-standby"
        case .readSettings: "read-settings"
        case .readBackups: "read-backups"
        case .endBackup: "end-backup"
        case .expireBackup: "expire-backup"
        case .endRetries: "end-retries"
        case .editMetadata: "edit-metadata"
        case .remember: "remember"
        case .inquire: "inquire"
        case .markArchive: "mark-archive"
        case .copyDataSource: "copy-data-source"
        case .releasePreviousData: "release-previous-data"
        case .setFinalizers: "set-finalizers"
        case .scale: "scale"
        case .create: "create"
        case .writeStatus: "write-status"
        }
    }

    /// What a failure is remembered under, so that the planner knows when to try again.
    var subject: String? {
        switch self {
        case .sql(let step): step.subject.rawValue
        case .createStanza: "stanza"
        case .deleteStanza: "deletedStanza"
        case .probeWrite: "writeProbe"
        case .readBackups(_, _, _, let subject), .expireBackup(_, _, _, _, let subject): subject
        case .endBackup(let backup): backup.subject
        case .inquire(let inquiry): inquiry.subject
        case .askStandby: StandbyInquiry.subject
        case .markArchive(let mark): mark.subject
        case .copyDataSource: "dataSource"
        case .releasePreviousData(let release): release.subject
        default: nil
        }
    }

    /// Whether people need not hear of it: it changes nothing that they see.
    var isQuiet: Bool {
        switch self {
        case .readBackups, .readSettings, .probeWrite, .editMetadata, .askStandby, .markArchive: true
        default: false
        }
    }

    var failureReason: Reason? {
        switch self {
        case .createStanza: .unableToCreateStanzas
        default: nil
        }
    }
}
