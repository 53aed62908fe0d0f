import KubernetesModel

/// One PerconaPGBackup on its way from new to over.
struct BackupRun {
    let backup: BackupResource
    let cluster: ClusterSnapshot

    private var definition: ClusterDefinition { cluster.definition }

    /// How long a backup whose turn it is waits for what it needs, before it fails and says what was missing.
    static let longestPreparation = Duration.seconds(600)
    /// Exit statuses of pgBackRest after which another try ends in the same way: its configuration or options are wrong.
    ///
    /// - Source: pgBackRest 2.55, `error.yaml`.
    static let hopeless: Set<Int> = [27, 30, 31, 32, 33, 34, 35, 36, 37]

    /// - Parameters:
    ///   - ahead: name of the backup that has to end first.
    ///   - place: how many are before it.
    func plan(behind ahead: String?, place: Int, into plan: inout Plan) {
        guard backup.finalizers.contains(Finalizer.deleteBackup) else { return keepUntilOver(into: &plan) }
        guard definition.backups.isEnabled else { return fail("Backups are not enabled in the PerconaPGCluster configuration", into: &plan) }
        if backup.spec["method"]?.string == "volumeSnapshot" { return fail("spec.method: volumeSnapshot is not served: use pgbackrest", into: &plan) }
        guard let repo = definition.backups.repos.first(where: { $0.name == backup.repoName }) else {
            let names = definition.backups.repos.map(\.name).joined(separator: ", ")
            let name = backup.repoName ?? ""
            return fail("spec.repoName: \"\(name)\" is not a repository of cluster \(definition.name): use \(names)", into: &plan)
        }
        if let option = backup.options.first(where: BackupRequest.isForbidden) {
            return fail("spec.options: \(option) is set by the operator: remove it", into: &plan)
        }
        if let standby = definition.standby, cluster.jobs[cluster.jobName(of: backup)] == nil {
            return fail("spec.standby: cluster \(definition.name) follows \(standby.source): back that up, or promote this one first", into: &plan)
        }
        let job = cluster.jobName(of: backup)
        if let present = cluster.jobs[job] { return follow(present, repo, into: &plan) }
        if backup.state == .running { return fail("its Job \(job) is gone", into: &plan) }
        if let change = cluster.changeBeforeBackups {
            plan.lookAgain(after: .seconds(5), because: "backup \(backup.name) waits until a change has been carried out")
            return wait("ChangePending", change, into: &plan)
        }
        if cluster.isGoingDown { return wait("ClusterPaused", "spec.pause is true: it begins when the cluster runs again", into: &plan) }
        if let ahead {
            let others = place > 1 ? ", \(place - 1) more are before this one" : ""
            return wait("LeaseAlreadyHeld", "backup \(ahead) is not over\(others)", into: &plan)
        }
        start(job, repo, into: &plan)
    }

    /// The finalizer comes first: without it a deletion would not end what runs.
    private func keepUntilOver(into plan: inout Plan) {
        plan.act(
            .editMetadata(
                type: BackupResource.type, key: backup.key, MetadataEdit(finalizers: backup.finalizers + [Finalizer.deleteBackup]),
                resourceVersion: backup.metadata.resourceVersion),
            because: Because(.changed, "backup \(backup.name) is to be ended in order before it goes"))
    }

    private func wait(_ reason: String, _ message: String, into plan: inout Plan) {
        var status = backup.status
        // A backup without a Job has not done anything yet.
        if backup.state == .starting { status["state"] = .string(BackupResource.State.new.rawValue) }
        status["error"] = nil
        status["conditions"] = backup.conditions(setting: .leaseAcquired, to: ConditionValue(.no, reason, message), at: cluster.now)
        write(status, because: Because(.changed, "backup \(backup.name) waits: \(message)"), into: &plan)
    }

    /// Makes its Job. The status follows when the Job is there: until then nothing has begun.
    private func start(_ job: String, _ repo: BackupsDefinition.Repo, into plan: inout Plan) {
        if let obstacle = obstacle(of: repo) { return prepare(repo, obstacle, into: &plan) }
        guard let owner = OwnerReference(backup) else { return }
        let request = BackupRequest(
            backup: backup.name, repo: repo, options: backup.options, kind: backup.isFirst ? .replicaCreate : .manual,
            env: backup.env, envFrom: backup.envFrom)
        plan.objects.append(DesiredObject(Job.backup(request, name: job, of: definition, owner: owner), updates: false))
    }

    /// It is the backup's turn, but something is not there yet.
    private func prepare(_ repo: BackupsDefinition.Repo, _ obstacle: String, into plan: inout Plan) {
        var status = described(repo)
        status["state"] = .string(BackupResource.State.starting.rawValue)
        status["error"] = nil
        status["conditions"] = turn("it waits: \(obstacle)")
        if backup.state == .starting, let since = backup.transition(of: .leaseAcquired) {
            let end = since.adding(Self.longestPreparation)
            guard cluster.now < end else { return fail("not begun within ten minutes: \(obstacle)", into: &plan) }
            plan.lookAgain(after: end.since(cluster.now), because: "backup \(backup.name) fails if it cannot begin until then")
        }
        write(status, because: Because(.changed, "backup \(backup.name) waits: \(obstacle)"), into: &plan)
    }

    private func turn(_ message: String) -> JSONValue {
        backup.conditions(setting: .leaseAcquired, to: ConditionValue(.yes, "LeaseAcquired", message), at: cluster.now)
    }

    /// What the backup cannot begin without.
    private func obstacle(of repo: BackupsDefinition.Repo) -> String? {
        if !cluster.isRepositoryHostReady || cluster.isRepositoryHostChanging {
            return "the repository host \(definition.names.repoHost) is not ready"
        }
        if cluster.writable == nil { return "no primary accepts writes" }
        if !cluster.hasStanza(in: repo) { return "the stanza is not created in \(repo.name)" }
        if cluster.lostStanzas.contains(repo) { return "archiving does not find the stanza in \(repo.name) any more" }
        return backup.isFirst || cluster.hasFirstBackup ? nil : "the first backup, from which replicas are made, is not complete"
    }

    private func follow(_ job: Job, _ repo: BackupsDefinition.Repo, into plan: inout Plan) {
        let failure = cluster.lastFailure(ofJob: job.metadata.name ?? "")
        if let end = job.end("Failed") {
            return fail(failure?.words ?? "its Job failed: \(end.message ?? end.reason ?? "no reason was given")", into: &plan)
        }
        if job.isComplete { return conclude(job, repo, into: &plan) }
        if let failure, Self.hopeless.contains(failure.exitCode), job.spec?.backoffLimit != 0, let uid = job.metadata.uid {
            plan.act(
                .endRetries(job: job.key, uid: uid), because: Because(.backupFailed, "backup \(backup.name) is not tried again: \(failure.words)"))
        }
        var status = described(repo)
        status["state"] = .string(BackupResource.State.running.rawValue)
        status["jobName"] = job.metadata.name.map { .string($0) }
        status["error"] = (failure?.words).map { .string("will be tried again: \($0)") }
        status["conditions"] = turn("it is the backup's turn")
        // Of the first one an event told when it was asked for.
        let isNews = backup.state != .running && !backup.isFirst
        let words = backup.state == .running ? "backup \(backup.name) runs" : "backup \(backup.name) to \(repo.name) begins"
        write(status, because: Because(.backupStarted, words), quietly: !isNews, into: &plan)
    }

    /// Its Job is complete: what it made is looked up in the repository.
    private func conclude(_ job: Job, _ repo: BackupsDefinition.Repo, into plan: inout Plan) {
        let name = job.metadata.name ?? ""
        if let stored = cluster.knowledge.storedBackups[repo.name]?.last(where: { $0.isOf(backup: backup.name, job: name) }) {
            var status = described(repo)
            status["state"] = .string(BackupResource.State.succeeded.rawValue)
            status["jobName"] = .string(name)
            status.describe(stored)
            status["completed"] = (job.status?.completionTime).map(\.json)
            status["error"] = nil
            status["progress"] = nil
            status["conditions"] = backup.conditions(setting: .leaseAcquired, to: nil, at: cluster.now)
            let words = "backup \(backup.name) succeeded: \(stored.label) in \(repo.name), \(stored.deltaBytes) bytes"
            return write(status, because: Because(.backupSucceeded, words), into: &plan)
        }
        let subject = "info of \(backup.metadata.uid ?? backup.name)"
        guard !cluster.knowledge.settled.contains(subject) else {
            return fail("its Job \(name) ended well, but \(repo.name) has no backup that it made", into: &plan)
        }
        cluster.readBackups(
            of: repo, subject, because: Because(.changed, "backup \(backup.name) has ended: its label and size are read"), into: &plan)
    }

    private func described(_ repo: BackupsDefinition.Repo) -> JSONValue {
        var status = backup.status
        status.describe(repo, of: definition)
        return status
    }

    private func fail(_ reason: String, into plan: inout Plan) {
        var status = backup.status
        status["state"] = .string(BackupResource.State.failed.rawValue)
        status["error"] = .string(reason)
        status["progress"] = nil
        status["conditions"] = backup.conditions(setting: .leaseAcquired, to: nil, at: cluster.now)
        write(status, because: Because(.backupFailed, "backup \(backup.name) failed: \(reason)"), into: &plan)
    }

    private func write(_ status: JSONValue, because: Because, quietly: Bool = false, into plan: inout Plan) {
        guard status != backup.status else { return }
        plan.act(.writeStatus(type: BackupResource.type, key: backup.key, status: status), because: because, quietly: quietly)
    }
}

extension OwnerReference {
    /// Points at a PerconaPGBackup as controlling owner; nil for one that was not seen on a server.
    init?(_ backup: BackupResource) {
        guard let uid = backup.metadata.uid else { return nil }
        self.init(
            apiVersion: BackupResource.type.apiVersion, blockOwnerDeletion: true, controller: true, kind: BackupResource.type.kind,
            name: backup.name, uid: uid)
    }
}

extension ClusterSnapshot {
    /// How the last failed try of a Job ended.
    struct JobFailure: Hashable {
        /// What it left as its termination message, or that it left none.
        var words: String
        var exitCode: Int
    }

    /// What has to be done before another backup begins, so that changes that wait for one come to their turn.
    var changeBeforeBackups: String? {
        if let postponed = resource.postponed { return postponed.inWords }
        return resource.hadPostponedChanges ? "what waited for the backup before is carried out first" : nil
    }

    /// Whether the Pod of the repository host is about to be replaced.
    var isRepositoryHostChanging: Bool {
        guard let set = statefulSets[definition.names.repoHost], let status = set.status else { return false }
        if let seen = status.observedGeneration, let present = set.metadata.generation, seen < present { return true }
        guard let current = status.currentRevision, let update = status.updateRevision else { return false }
        return current != update
    }

    func lastFailure(ofJob name: String) -> JobFailure? {
        let own = pods.filter { $0.metadata.labels?["batch.kubernetes.io/job-name"] == name }
        let ends = own.flatMap { $0.status?.containerStatuses ?? [] }.flatMap { [$0.state?.terminated, $0.lastState?.terminated] }
        let failed = ends.compactMap(\.self).filter { ($0.exitCode ?? 0) != 0 }
        guard let last = failed.max(by: { ($0.finishedAt?.microseconds ?? 0) < ($1.finishedAt?.microseconds ?? 0) }) else { return nil }
        let code = last.exitCode ?? 0
        let message = last.message?.trimmed ?? ""
        return JobFailure(
            words: message.isEmpty ? "its Pod ended with status \(code)\(last.reason.map { ", \($0)" } ?? "")" : message, exitCode: code)
    }

    /// Plans to read what a repository holds, unless that failed a moment ago or no instance can.
    func readBackups(of repo: BackupsDefinition.Repo, _ subject: String, because: Because, into plan: inout Plan) {
        guard let reader = members.first(where: \.isReady) else { return }
        guard mayRetry(subject, after: Self.readingPause, into: &plan) else { return }
        plan.act(.readBackups(pod: reader.pod.key, podUID: reader.uid, repo: repo.name, subject: subject), because: because)
    }

    /// Time until a repository that could not be read is asked again.
    private static let readingPause = Duration.seconds(5)
}

extension JSONValue {
    /// Adds to a backup's status where it goes and what makes it.
    fileprivate mutating func describe(_ repo: BackupsDefinition.Repo, of cluster: ClusterDefinition) {
        self["repo"] = repo.statusJSON
        self["storageType"] = .string(repo.storageType)
        self["image"] = .string(cluster.images.pgBackRest)
        self["crVersion"] = .string(cluster.crVersion)
        self["destination"] = repo.destination(global: cluster.backups.global).map { .string($0) }
    }

    /// Adds to a backup's status what is in the repository.
    mutating func describe(_ stored: StoredBackup) {
        self["backupName"] = .string(stored.label)
        self["backupType"] = .string(stored.type)
        self["size"] = .integer(stored.deltaBytes)
    }
}

extension BackupResource {
    /// The status of one that was found in its repository.
    func status(of stored: StoredBackup, in repo: BackupsDefinition.Repo, of cluster: ClusterDefinition) -> JSONValue {
        var status = self.status
        status.describe(repo, of: cluster)
        status["image"] = nil
        status["state"] = .string(State.succeeded.rawValue)
        status.describe(stored)
        status["completed"] = stored.stopped.map(\.json)
        return status
    }
}

extension BackupsDefinition.Repo {
    /// `filesystem`, `s3`, `gcs` or `azure`.
    var storageType: String {
        switch storage {
        case .volume: "filesystem"
        case .s3: "s3"
        case .gcs: "gcs"
        case .azure: "azure"
        }
    }

    /// Where an object store keeps it; nil for a volume.
    func destination(global: [String: String]) -> String? {
        let path = global["\(name)-path"] ?? ""
        switch storage {
        case .volume: return nil
        case .s3(let bucket, _, _): return "s3://\(bucket)\(path)"
        case .gcs(let bucket): return "gs://\(bucket)\(path)"
        case .azure(let container): return "azure://\(container)\(path)"
        }
    }

    /// As `status.repo` shows it.
    var statusJSON: JSONValue {
        switch storage {
        case .volume(let claim): ["name": .string(name), "volume": ["volumeClaimSpec": claim.json]]
        case .s3(let bucket, let endpoint, let region):
            ["name": .string(name), "s3": ["bucket": .string(bucket), "endpoint": .string(endpoint), "region": .string(region)]]
        case .gcs(let bucket): ["name": .string(name), "gcs": ["bucket": .string(bucket)]]
        case .azure(let container): ["name": .string(name), "azure": ["container": .string(container)]]
        }
    }
}
