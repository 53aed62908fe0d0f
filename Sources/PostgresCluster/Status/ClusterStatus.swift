import KubernetesModel

/// Works out `status` of the PerconaPGCluster from what was observed and what the plan waits for.
struct ClusterStatus {
    let cluster: ClusterSnapshot
    let plan: Plan

    private var definition: ClusterDefinition { cluster.definition }

    /// The whole status; null where something is no longer.
    var json: JSONValue {
        var status = cluster.resource.status.isNull ? .emptyObject : cluster.resource.status
        status["state"] = .string(state.rawValue)
        status["host"] = .string(host)
        status["observedGeneration"] = .integer(Int64(cluster.resource.generation))
        status["crVersion"] = .string(definition.crVersion)
        status["postgres"] = postgres
        status["pgbouncer"] = ["size": .integer(Int64(poolers.size)), "ready": .integer(Int64(poolers.ready))]
        status["patroni"] = patroni
        status["patroniVersion"] = patroniVersion.map { .string($0) }
        status["pgbackrest"] = definition.backups.isEnabled ? pgBackRest : .null
        status["revisions"] = revisions
        status.replace("operations", by: cluster.operations)
        status.replace("standby", by: cluster.standbyStatus)
        status["conditions"] = cluster.resource.conditions(conditions, at: cluster.now)
        return status
    }

    // MARK: State

    enum State: String { case initializing, ready, paused, stopping }

    var state: State {
        if cluster.resource.isDeleting { return .stopping }
        if definition.isPaused { return members.contains(where: \.isReady) ? .stopping : .paused }
        return plan.waits.isEmpty && isEverythingThere ? .ready : .initializing
    }

    /// Whether as many Pods are there and ready as the spec asks for.
    private var isEverythingThere: Bool {
        let wanted = definition.instanceSets.reduce(0) { $0 + $1.replicas }
        guard members.count == wanted, members.allSatisfy(\.isReady), cluster.leader != nil else { return false }
        guard poolers.size == (definition.pgBouncer?.replicas ?? 0), poolers.ready == poolers.size else { return false }
        return !definition.backups.isEnabled || cluster.isRepositoryHostReady
    }

    private var members: [Member] { cluster.members }

    private var poolers: (size: Int, ready: Int) {
        let status = cluster.deployments[definition.names.pgBouncer]?.status
        return (status?.replicas ?? 0, status?.readyReplicas ?? 0)
    }

    /// Where clients connect.
    private var host: String {
        let names = definition.names
        guard let pooler = definition.pgBouncer else { return "\(names.primary).\(definition.namespace).svc" }
        guard pooler.expose.type == "LoadBalancer" else { return "\(names.pgBouncer).\(definition.namespace).svc" }
        let ingress = cluster.services[names.pgBouncer]?.status?.loadBalancer?.ingress?.first
        return ingress?.hostname ?? ingress?.ip ?? ""
    }

    // MARK: Parts

    private var postgres: JSONValue {
        let sets = definition.instanceSets.map { set -> JSONValue in
            let own = members.filter { $0.set == set.name }
            return [
                "name": .string(set.name), "size": .integer(Int64(own.count)), "ready": .integer(Int64(own.filter(\.isReady).count)),
            ]
        }
        var value: JSONValue = [
            "size": .integer(Int64(members.count)), "ready": .integer(Int64(members.filter(\.isReady).count)), "instances": .array(sets),
            "version": .integer(Int64(definition.postgresVersion)),
        ]
        let before = cluster.resource.status["postgres"]
        value["imageID"] = members.lazy.compactMap { $0.databaseStatus?.imageID }.first { !$0.isEmpty }.map { .string($0) } ?? before?["imageID"]
        value["distribution"] = before?["distribution"] ?? "community"
        return value
    }

    private var patroniVersion: String? {
        members.lazy.compactMap { $0.patroni?.version }.first ?? cluster.resource.status["patroniVersion"]?.string
    }

    private var patroni: JSONValue? {
        var value = cluster.resource.status["patroni"] ?? .emptyObject
        value["version"] = patroniVersion.map { .string($0) } ?? value["version"]
        if let identifier = cluster.patroni?.systemIdentifier { value[path: ["status", "systemIdentifier"]] = .string(identifier) }
        return value == .emptyObject ? nil : value
    }

    private var pgBackRest: JSONValue {
        var value = cluster.resource.status["pgbackrest"] ?? .emptyObject
        value["repoHost"] = ["apiVersion": "apps/v1", "kind": "StatefulSet", "ready": .bool(cluster.isRepositoryHostReady)]
        let repos = definition.backups.repos.enumerated().map { index, repo -> JSONValue in
            let hasStanza = cluster.hasStanza(in: repo) && !cluster.lostStanzas.contains(repo)
            var entry: JSONValue = ["name": .string(repo.name), "stanzaCreated": .bool(hasStanza)]
            if index == 0 { entry["replicaCreateBackupComplete"] = .bool(cluster.hasFirstBackup) }
            if case .volume = repo.storage {
                let claim = cluster.claims[definition.claim(for: definition.names.repoClaim(repo.name))]
                entry["bound"] = .bool(claim?.status?.phase == "Bound")
                entry["volume"] = claim?.spec?.volumeName.map { .string($0) }
            } else {
                entry["repoOptionsHash"] = repo.optionsHash.map { .string($0) }
            }
            return entry
        }
        value["repos"] = .array(repos)
        value["manualBackup"] = manualBackup ?? value["manualBackup"]
        if let schedules = plan.schedules { value["scheduledBackups"] = .array(schedules.map(\.json)) }
        if let drills = plan.drills?.json.clearing(value["drills"]), drills != .emptyObject { value["drills"] = drills }
        let unused = cluster.unusedRepoClaims.map(\.key.name)
        value["unusedClaims"] = unused.isEmpty ? .null : unused.json
        value["restore"] = cluster.lastRestore ?? value["restore"]
        return value
    }

    /// Backups that were asked for by an object, the last one last.
    private var manualBackups: [BackupResource] {
        cluster.backups.values.filter { !$0.isFirst && $0.recordedLabel == nil && $0.state != .new }.sorted {
            ($0.metadata.creationTimestamp?.microseconds ?? 0, $0.name) < ($1.metadata.creationTimestamp?.microseconds ?? 0, $1.name)
        }
    }

    /// The last backup on request; nil if there is none any more.
    private var manualBackup: JSONValue? {
        guard let last = manualBackups.last else { return nil }
        let before = cluster.resource.status[path: "pgbackrest", "manualBackup"]
        let known = before?["id"]?.string == last.name ? before.flatMap(JobRecord.init) : nil
        var value = JobRecord(last, cluster.jobs[cluster.jobName(of: last)], before: known)?.json ?? .emptyObject
        value["id"] = .string(last.name)
        value["finished"] = .bool(last.isOver)
        // A status is merged into the present one: what was known of another backup has to be taken out.
        for field in (before?.object ?? [:]).keys where value[field] == nil { value[field] = .some(.null) }
        return value
    }

    /// How the last backup on request that is over went; as it was where none is left.
    private var manualBackupSuccessful: ConditionValue? {
        if let last = manualBackups.last(where: \.isOver) {
            return last.state == .succeeded
                ? ConditionValue(.yes, "ManualBackupComplete", "backup \(last.name) succeeded")
                : ConditionValue(.no, "ManualBackupFailed", "backup \(last.name) failed: \(last.status["error"]?.string ?? "")")
        }
        let before = cluster.resource.status["conditions"]?.array?.first { $0["type"]?.string == ConditionType.manualBackupSuccessful.rawValue }
        guard let before, let status = before["status"]?.string.flatMap(ConditionValue.Status.init(rawValue:)) else { return nil }
        return ConditionValue(status, before["reason"]?.string ?? "", before["message"]?.string ?? "")
    }

    /// What must survive a restart of the operator, so that it runs nothing twice.
    private var revisions: JSONValue {
        var all = cluster.knowledge.revisions
        if !definition.backups.isEnabled, !cluster.revisionsOfBackups.isEmpty {
            all[Knowledge.backupEpoch] = String(cluster.resource.generation)
            var json = all.merging(plan.revisions) { $1 }.json
            for key in cluster.revisionsOfBackups { json[key] = .null }
            return json
        }
        if cluster.hasFirstBackup { all[Knowledge.firstBackup] = cluster.firstBackupRevision }
        all[Knowledge.restored] = cluster.restoredBy
        // Whether it followed before is in the status that is replaced by this one.
        let followedBefore = cluster.resource.status["standby"]?.isNull == false && all[Knowledge.followed] != nil
        if definition.standby != nil, cluster.isBootstrapped, !followedBefore {
            all[Knowledge.followed] = String(cluster.resource.generation)
        }
        return all.merging(plan.revisions) { $1 }.json
    }

    // MARK: Conditions

    private var conditions: [ConditionType: ConditionValue] {
        var all: [ConditionType: ConditionValue] = [:]
        if definition.backups.isEnabled {
            all[.repoHostReady] =
                cluster.statefulSets[definition.names.repoHost] == nil
                ? ConditionValue(.unknown, "RepoHostStatusMissing", "the repository host is being made")
                : cluster.isRepositoryHostReady
                    ? ConditionValue(.yes, "RepoHostReady", "the repository host is ready")
                    : ConditionValue(.no, "RepoHostNotReady", "the repository host is not ready")
            let lost = cluster.lostStanzas.map(\.name)
            all[.replicaRepoReady] =
                cluster.hasStanza && lost.isEmpty
                ? ConditionValue(.yes, "StanzaCreated", "the stanza is in every repository")
                : ConditionValue(
                    .no, "StanzaNotCreated",
                    (lost.isEmpty ? "" : "archiving does not find the stanza in \(lost.joined(separator: ", ")) any more: ")
                        + (cluster.knowledge.failures[Knowledge.stanza]?.message ?? "the stanza is not created yet"))
            all[.archiving] = archiving
            all[.recoveryProven] = cluster.recoveryProven(by: plan.drills ?? DrillRecord(cluster.resource.status))
            all[.replicaCreate] =
                cluster.hasFirstBackup
                ? ConditionValue(.yes, "RepoBackupComplete", "replicas can be made from a backup")
                : ConditionValue(.no, "RepoBackupNotComplete", "the first backup is not complete")
        }
        if definition.backups.isEnabled { all[.manualBackupSuccessful] = manualBackupSuccessful }
        let needed: [ConditionType] = [.repoHostReady, .replicaCreate]
        let failing = needed.first { all[$0]?.status != .yes }
        all[.readyForBackup] = failing.map { ConditionValue(.no, $0.rawValue) } ?? ConditionValue(.yes, "AllConditionsAreTrue")
        if definition.pgBouncer != nil { all[.proxyAvailable] = proxyAvailable }
        all[.apiGroupMigration] = ConditionValue(.yes, "APIGroupMigrationNotNeeded")
        all[.tlsSecretsReady] =
            plan.secrets.isEmpty
            ? ConditionValue(.yes, "TLSSecretsFound", definition.tls.source)
            : ConditionValue(.no, "TLSSecretsMissing", "certificates are being made")
        all[.tdeEnabled] = ConditionValue(.no, "Disabled", "pg_tde is disabled in PerconaPGCluster")
        if cluster.resource.isBackupRemovalUnauthorized {
            all[.progressing] = ConditionValue(
                .no, "Paused",
                "spec.backups.enabled is false, which would delete the repositories: authorize backup removal by the annotation "
                    + "\(Annotation.authorizeBackupRemoval): \"true\", or set it to true. The cluster goes on with backups")
        }
        all[.volumeResizing] = volumeResizing
        if cluster.resource.isUnmanaged { all[.progressing] = ConditionValue(.no, "Paused", "spec.unmanaged is true: nothing is changed") }
        all.merge(cluster.restoreConditions) { $1 }
        all[.standbyLagging] = cluster.standbyLagging
        all[.ready] = ready
        all[.accepted] = accepted
        if !cluster.resource.unsupportedFields.isEmpty {
            all[.unsupportedFields] = ConditionValue(
                .yes, Reason.unsupportedFields.rawValue, "set, but not acted on: \(cluster.resource.unsupportedFields.joined(separator: ", "))")
        }
        return all
    }

    private var proxyAvailable: ConditionValue {
        let available = cluster.deployments[definition.names.pgBouncer]?.status?.conditions?.first { $0.type == "Available" }
        guard let available else { return ConditionValue(.no, "MinimumReplicasUnavailable", "the pooler is being made") }
        let status = ConditionValue.Status(rawValue: available.status ?? "") ?? .unknown
        return ConditionValue(status, available.reason ?? "Unknown", available.message ?? "")
    }

    private var archiving: ConditionValue? {
        guard let state = cluster.archiving else { return nil }
        switch state.reason {
        case .archiving: return ConditionValue(.yes, state.reason.rawValue, state.message)
        case .noLeader, .archivingUnknown: return ConditionValue(.unknown, state.reason.rawValue, state.message)
        default: return ConditionValue(.no, state.reason.rawValue, "\(state.message). \(state.reason.remedy)")
        }
    }

    /// Volumes that grow, by the word of their claims.
    private var volumeResizing: ConditionValue? {
        for claim in cluster.claims.values.sorted(by: { $0.key < $1.key }) {
            let conditions = claim.status?.conditions ?? []
            if let error = conditions.first(where: { ["ControllerResizeError", "NodeResizeError"].contains($0.type) && $0.status == "True" }) {
                return ConditionValue(.no, error.reason ?? "ResizeFailed", "volume \(claim.key.name): \(error.message ?? "cannot grow")")
            }
            if conditions.contains(where: { ["Resizing", "FileSystemResizePending"].contains($0.type) && $0.status == "True" }) {
                return ConditionValue(.yes, "Resizing", "volume \(claim.key.name) grows")
            }
        }
        return nil
    }

    private var accepted: ConditionValue {
        let problems = cluster.resource.refusals + plan.refusals
        if !problems.isEmpty {
            return ConditionValue(.no, Reason.invalidSpec.rawValue, problems.joined(separator: "; ") + ". The cluster goes on as it was")
        }
        if let postponed = cluster.resource.postponed { return ConditionValue(.yes, Reason.backupRunning.rawValue, postponed.inWords) }
        return ConditionValue(.yes, "Accepted", "the spec is acted on")
    }

    private var ready: ConditionValue {
        switch state {
        case .ready:
            let proof = definition.standby.map { "the cluster follows \($0.source) and accepts no writes" } ?? "a write went through the Service"
            return ConditionValue(.yes, Reason.ready.rawValue, "every instance and pooler is ready, and \(proof)")
        case .paused: return ConditionValue(.no, Reason.paused.rawValue, "spec.pause is true. \(Reason.paused.remedy)")
        case .stopping, .initializing:
            let wait = plan.waits.first ?? missing
            let since = waitingSince(wait.reason)
            return ConditionValue(.no, wait.reason.rawValue, "\(wait.message) (since \(since)). \(wait.reason.remedy)")
        }
    }

    /// What is not there though no step waits for it.
    private var missing: Because {
        if definition.isPaused { return Because(.pausing, "instances are being stopped") }
        if let member = members.first(where: { !$0.isReady }) {
            return Because(.instanceNotReady, "instance \(member.name) is not ready: \(member.trouble)")
        }
        let wanted = definition.instanceSets.reduce(0) { $0 + $1.replicas }
        if members.count != wanted { return Because(.instancesStarting, "\(members.count) of \(wanted) instances have a Pod") }
        if cluster.leader == nil { return Because(.noLeader, "no member leads") }
        return Because(.poolerNotReady, "\(poolers.ready) of \(definition.pgBouncer?.replicas ?? 0) PgBouncer Pods are ready")
    }

    /// Since when `Ready` has this reason.
    private func waitingSince(_ reason: Reason) -> String {
        let before = cluster.resource.status["conditions"]?.array?.first { $0["type"]?.string == ConditionType.ready.rawValue }
        if before?["reason"]?.string == reason.rawValue, let text = before?["message"]?.string, let start = text.range(of: "(since ") {
            let rest = text[start.upperBound...]
            if let end = rest.firstIndex(of: ")") { return String(rest[..<end]) }
        }
        return cluster.now.description
    }
}

extension Member {
    /// Why it is not ready, by the kubelet's word.
    package var trouble: String {
        if isTerminating { return "its Pod is being deleted" }
        if let trouble = pod.trouble { return trouble }
        return patroni.map { "Patroni says \($0.state)" } ?? "its containers are starting"
    }
}

extension Pod {
    /// What keeps its containers from running, by the kubelet's or scheduler's word; nil while they run, or are only starting.
    var trouble: String? {
        if status?.phase == "Pending", let condition = status?.conditions?.first(where: { $0.type == "PodScheduled" && $0.status == "False" }) {
            return "its Pod is not scheduled: \(condition.message ?? condition.reason ?? "unknown reason")"
        }
        for container in (self.status?.initContainerStatuses ?? []) + (self.status?.containerStatuses ?? []) {
            if let waiting = container.state?.waiting, let reason = waiting.reason, reason != "PodInitializing", reason != "ContainerCreating" {
                return "container \(container.name ?? "") waits: \(reason)\(waiting.message.map { ": \($0)" } ?? "")"
            }
            if let ended = container.state?.terminated, ended.exitCode != 0 {
                return "container \(container.name ?? "") ended with status \(ended.exitCode ?? 0)\(ended.message.map { ": \($0)" } ?? "")"
            }
        }
        return nil
    }
}

extension StringProtocol {
    /// The first occurrence of a text; FoundationEssentials has none of this kind.
    func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text), let end = index(start, offsetBy: text.count, limitedBy: endIndex) { return start..<end }
            start = index(after: start)
        }
        return nil
    }
}
