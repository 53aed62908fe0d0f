public import KubernetesModel

/// A backup to be taken by a Job.
public struct BackupRequest: Sendable, Hashable {
    /// Name of the PerconaPGBackup.
    public var backup: String
    public var repo: BackupsDefinition.Repo
    /// Options for `pgbackrest backup`, as the user wrote them.
    public var options: [String]
    public var kind: Kind
    /// Environment of the Job; empty: that of `manual`, else of pgBackRest.
    public var env: [EnvVar]
    public var envFrom: [EnvFromSource]

    public init(
        backup: String, repo: BackupsDefinition.Repo, options: [String] = [], kind: Kind, env: [EnvVar] = [], envFrom: [EnvFromSource] = []
    ) {
        self.backup = backup
        self.repo = repo
        self.options = options
        self.kind = kind
        self.env = env
        self.envFrom = envFrom
    }

    /// Why the backup is taken.
    public enum Kind: Sendable, Hashable {
        /// The first one, from which replicas are made.
        case replicaCreate
        /// Any other: on demand or by schedule.
        case manual

        var label: String { self == .replicaCreate ? "replica-create" : "manual" }
    }

    /// Options that belong to the operator.
    public static let forbiddenOptions = ["--repo", "--stanza"]

    /// Whether an option is one of those, and not one that only begins like it, such as `--repo1-retention-full`.
    static func isForbidden(_ option: String) -> Bool {
        let name = option.prefix { $0 != "=" && !$0.isWhitespace }
        return forbiddenOptions.contains(String(name))
    }

    /// What follows `pgbackrest backup`, for the Job's runner, which splits it as a shell would.
    ///
    /// - Parameter job: name of the Job, by which its backup is found again in the repository.
    func commandOptions(job: String) -> String {
        var all = ["--stanza=\(PgBackRestConfiguration.stanza)", "--repo=\(repo.number)"] + options
        if kind == .replicaCreate { all.append(#"--annotation="percona.com/backup-job-type"="replica-create""#) }
        all.append("--annotation=\"\(StoredBackup.jobAnnotation)\"=\"\(job)\"")
        all.append("--annotation=\"\(StoredBackup.backupAnnotation)\"=\"\(backup)\"")
        return all.joined(separator: " ")
    }
}

extension Job {
    /// A Job that runs pgBackRest in the repository host.
    ///
    /// - Parameters:
    ///   - name: as ``ObjectNames/backupJob(suffix:)`` makes it.
    ///   - owner: the PerconaPGBackup, with which the Job goes.
    public static func backup(_ request: BackupRequest, name: String, of cluster: ClusterDefinition, owner: OwnerReference) -> Job {
        let labels = [
            Label.cluster: cluster.name, Label.pgBackRest: "", Label.pgBackRestBackup: request.kind.label, Label.pgBackRestRepo: request.repo.name,
        ].merging(cluster.appLabels()) { $1 }
        var annotations = [Annotation.defaultContainer: "pgbackrest"]
        switch request.kind {
        case .replicaCreate: annotations[Annotation.pgBackRestHash] = cluster.backups.configHash
        case .manual: annotations[Annotation.pgBackRestBackup] = request.backup
        }
        let custom = cluster.pgBackRestMetadata
        var metadata = ObjectMeta.of(cluster, name, labels: labels, custom: custom, annotations: annotations, isOwned: false)
        metadata.ownerReferences = [owner]
        if request.kind == .manual { metadata.finalizers = [Finalizer.keepJob] }
        let jobs = cluster.backups.jobs
        return Job(
            metadata: metadata,
            spec: JobSpec(
                backoffLimit: jobs.backoffLimit,
                template: PodTemplateSpec(
                    metadata: .template(labels: labels, custom: custom, annotations: annotations),
                    spec: BackupPod(cluster: cluster, request: request, job: name).spec),
                ttlSecondsAfterFinished: jobs.ttlSecondsAfterFinished))
    }
}

/// The Pod of a backup's Job.
private struct BackupPod {
    let cluster: ClusterDefinition
    let request: BackupRequest
    let job: String

    var spec: PodSpec {
        let jobs = cluster.backups.jobs
        let resources = jobs.resources ?? ResourceRequirements()
        let runner = Container(
            "pgbackrest", image: cluster.images.pgBackRest, in: cluster, command: ["/opt/crunchy/bin/pgbackrest"], env: environment,
            resources: resources, mounts: [.programs, PgBackRestMounts.config]
        ).adding(env: userEnvironment, from: userSources)
        return PodSpec(
            affinity: jobs.affinity,
            containers: [runner],
            enableServiceLinks: false,
            imagePullSecrets: cluster.imagePullSecrets.unlessEmpty,
            initContainers: [
                .installer(
                    "pgbackrest-init", in: cluster, cluster.backups.initContainer, mainResources: resources, mounts: [.programsToInstall])
            ],
            priorityClassName: jobs.priorityClassName,
            restartPolicy: jobs.restartPolicy ?? "Never",
            // The runner compares all files of the configuration, and one of them is for its owner and group only.
            securityContext: jobs.securityContext ?? .volumes(ownedBy: cluster.isOpenShift ? nil : PodSecurityContext.postgresGroup),
            serviceAccountName: cluster.names.pgBackRest,
            tolerations: jobs.tolerations.unlessEmpty,
            volumes: [.programs, PgBackRestMounts.configVolume(of: cluster, for: .repoHost)])
    }

    private var environment: [EnvVar] {
        let selector = cluster.repoHostSelector.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
        var env = [
            EnvVar("COMMAND", "backup"),
            EnvVar("COMMAND_OPTS", request.commandOptions(job: job)),
            EnvVar("COMPARE_HASH", "true"),
            EnvVar("CONTAINER", "pgbackrest"),
            EnvVar("EGRET_BACKUP", request.backup),
            EnvVar("EGRET_JOB", job),
            EnvVar("NAMESPACE", cluster.namespace),
            EnvVar("SELECTOR", selector),
        ]
        if let delay = cluster.backups.manual?.initialDelaySeconds, delay != 0 { env.append(EnvVar("INITIAL_DELAY_SECS", String(delay))) }
        return env
    }

    private var userEnvironment: [EnvVar] {
        [request.env, cluster.backups.manual?.env ?? [], cluster.backups.env].first { !$0.isEmpty } ?? []
    }

    private var userSources: [EnvFromSource] {
        [request.envFrom, cluster.backups.manual?.envFrom ?? [], cluster.backups.envFrom].first { !$0.isEmpty } ?? []
    }
}
