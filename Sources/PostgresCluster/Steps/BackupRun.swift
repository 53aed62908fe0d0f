import KubernetesModel

/// One PerconaPGBackup on its way from new to over.
struct BackupRun {
    let backup: BackupResource
    let cluster: ClusterSnapshot

    private var definition: ClusterDefinition { cluster.definition }

    func plan(mayStart: Bool, into plan: inout Plan) {
        guard definition.backups.isEnabled else { return fail("backups are not enabled in the PerconaPGCluster configuration", into: &plan) }
        guard let repo = definition.backups.repos.first(where: { $0.name == backup.repoName }) else {
            let names = definition.backups.repos.map(\.name).joined(separator: ", ")
            return fail("spec.repoName: \(backup.repoName ?? "") is not a repository of cluster \(definition.name): use \(names)", into: &plan)
        }
        if let option = backup.options.first(where: { option in BackupRequest.forbiddenOptions.contains { option.hasPrefix($0) } }) {
            return fail("spec.options: \(option) is set by the operator: remove it", into: &plan)
        }
        let job = jobName
        if let present = cluster.jobs[job] { return follow(present, repo, into: &plan) }
        if backup.state == .running { return fail("its Job \(job) is gone", into: &plan) }
        start(job, repo, mayStart: mayStart, into: &plan)
    }

    /// The name of its Job: for the first backup as its annotation says.
    private var jobName: String {
        backup.jobName ?? definition.names.backupJob(suffix: InstanceNames.suffix(uid: backup.metadata.uid ?? backup.name, set: "backup", number: 0))
    }

    private func start(_ job: String, _ repo: BackupsDefinition.Repo, mayStart: Bool, into plan: inout Plan) {
        guard mayStart else { return }
        if backup.state == .new { write(.starting, repo, into: &plan) }
        guard cluster.hasStanza, cluster.writable != nil, cluster.isRepositoryHostReady, backup.isFirst || cluster.hasFirstBackup,
            let uid = backup.metadata.uid
        else { return }
        let owner = OwnerReference(
            apiVersion: BackupResource.type.apiVersion, blockOwnerDeletion: true, controller: true, kind: BackupResource.type.kind, name: backup.name,
            uid: uid)
        let request = BackupRequest(
            backup: backup.name, repo: repo, options: backup.options, kind: backup.isFirst ? .replicaCreate : .manual,
            env: [EnvVar](json: backup.spec[path: "containerOptions", "env"] ?? .null) ?? [],
            envFrom: [EnvFromSource](json: backup.spec[path: "containerOptions", "envFrom"] ?? .null) ?? [])
        plan.objects.append(DesiredObject(Job.backup(request, name: job, of: definition, owner: owner), updates: false))
    }

    private func follow(_ job: Job, _ repo: BackupsDefinition.Repo, into plan: inout Plan) {
        let conditions = job.status?.conditions ?? []
        if conditions.contains(where: { $0.type == "Failed" && $0.status == "True" }) {
            let words = cluster.lastWords(ofJob: job.metadata.name ?? "")
            return fail(words ?? "its Job failed: \(conditions.first { $0.type == "Failed" }?.message ?? "no reason was given")", into: &plan)
        }
        guard conditions.contains(where: { $0.type == "Complete" && $0.status == "True" }) else {
            if backup.state != .running { write(.running, repo, job: job, into: &plan) }
            return
        }
        let stored = cluster.knowledge.storedBackups[repo.name]?.first { $0.annotations["percona.com/backup-name"] == backup.name }
        guard let stored else {
            guard let reader = cluster.members.first(where: { $0.isReady }) else { return }
            let subject = "info of \(backup.name)"
            guard cluster.mayRetry(subject, after: .seconds(5), into: &plan) else { return }
            plan.act(
                .readBackups(pod: reader.pod.key, podUID: reader.uid, repo: repo.name, subject: subject),
                because: Because(.changed, "backup \(backup.name) has ended: its label and size are read from \(repo.name)"))
            return
        }
        write(.succeeded, repo, job: job, stored: stored, into: &plan)
    }

    private func write(
        _ state: BackupResource.State, _ repo: BackupsDefinition.Repo, job: Job? = nil, stored: StoredBackup? = nil, into plan: inout Plan
    ) {
        var status = backup.status.isNull ? .emptyObject : backup.status
        status["state"] = .string(state.rawValue)
        status["repo"] = repo.statusJSON
        status["storageType"] = .string(repo.storageType)
        status["image"] = .string(definition.images.pgBackRest)
        status["crVersion"] = .string(definition.crVersion)
        status["destination"] = repo.destination(global: definition.backups.global).map { .string($0) }
        status["jobName"] = (job?.metadata.name).map { .string($0) } ?? status["jobName"]
        if let stored {
            status["backupName"] = .string(stored.label)
            status["backupType"] = .string(stored.type)
            status["size"] = .integer(stored.deltaBytes)
            status["completed"] = (job?.status?.completionTime).map(\.json)
        }
        guard status != backup.status else { return }
        plan.act(
            .writeStatus(type: BackupResource.type, key: backup.key, status: status),
            because: Because(.changed, "backup \(backup.name) is \(state.rawValue)"))
    }

    private func fail(_ reason: String, into plan: inout Plan) {
        var status = backup.status.isNull ? .emptyObject : backup.status
        status["state"] = .string(BackupResource.State.failed.rawValue)
        status["error"] = .string(reason)
        plan.act(
            .writeStatus(type: BackupResource.type, key: backup.key, status: status),
            because: Because(.changed, "backup \(backup.name) failed: \(reason)"))
    }
}

extension ClusterSnapshot {
    /// What the last failed Pod of a Job left as its termination message.
    func lastWords(ofJob name: String) -> String? {
        let own = pods.filter { $0.metadata.labels?["batch.kubernetes.io/job-name"] == name }
        let ends = own.flatMap { $0.status?.containerStatuses ?? [] }.compactMap { $0.state?.terminated ?? $0.lastState?.terminated }
        let failed = ends.filter { $0.exitCode != 0 && $0.message?.isEmpty == false }
        let last = failed.max { one, two in (one.finishedAt?.microseconds ?? 0) < (two.finishedAt?.microseconds ?? 0) }
        return last?.message?.trimmed
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
