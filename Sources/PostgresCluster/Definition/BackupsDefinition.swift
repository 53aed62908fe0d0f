public import KubernetesModel

/// `spec.backups`: pgBackRest, its repositories, and the Jobs that it runs.
public struct BackupsDefinition: Sendable, Hashable {
    public var isEnabled = true
    /// Whether the time of the last archived transaction is noted.
    public var tracksLatestRestorableTime = true
    /// In the order of the custom resource.
    public var repos: [Repo] = []
    /// `global`: over our settings.
    public var global: [String: String] = [:]
    /// Files of the user, mounted beside ours.
    public var configuration: [VolumeProjection] = []
    public var env: [EnvVar] = []
    public var envFrom: [EnvFromSource] = []
    public var metadata = CustomMetadata()
    public var initContainer = InitContainerDefinition()
    /// Resources of the container `pgbackrest` in instance Pods.
    public var serverResources: ResourceRequirements?
    /// Resources of the container `pgbackrest-config`.
    public var configResources: ResourceRequirements?
    public var repoHost = RepoHost()
    public var jobs = Jobs()
    public var manual: Manual?
    public var drills = DrillDefinition()
    public var restore = Restore()
    /// Whether the TLS server listens on IPv6 (annotation `pgv2.percona.com/pgbackrest-ip-version: IPv6`).
    public var listensOnIPv6 = false

    public init() {}

    /// A place that keeps backups and WAL.
    public struct Repo: Sendable, Hashable {
        /// `repo1` to `repo4`.
        public var name: String
        public var storage: Storage
        /// When backups into it are made, at most one schedule for each type.
        public var schedules: [Schedule]

        public init(name: String, storage: Storage, schedules: [Schedule] = []) {
            self.name = name
            self.storage = storage
            self.schedules = schedules
        }

        /// The number in the name, as pgBackRest counts.
        public var number: Int { Int(name.dropFirst("repo".count)) ?? 0 }
        /// The claim, for a repository on a volume.
        public var volumeClaim: PersistentVolumeClaimSpec? { if case .volume(let claim) = storage { claim } else { nil } }
    }

    /// When backups of one type are made.
    public struct Schedule: Sendable, Hashable {
        public var type: BackupType
        /// In the notation of cron, in UTC.
        public var text: String

        public init(_ type: BackupType, _ text: String) {
            self.type = type
            self.text = text
        }
    }

    /// What a backup holds, in pgBackRest's words.
    public enum BackupType: String, Sendable, Hashable, CaseIterable {
        case full
        /// What changed since the last full one.
        case differential = "diff"
        /// What changed since the last one of any type.
        case incremental = "incr"
    }

    /// Where a repository is.
    public enum Storage: Sendable, Hashable {
        case volume(PersistentVolumeClaimSpec)
        case s3(bucket: String, endpoint: String, region: String)
        case gcs(bucket: String)
        case azure(container: String)
    }

    /// `repoHost`: the Pod that serves repositories and runs backups.
    public struct RepoHost: Sendable, Hashable {
        public var resources: ResourceRequirements?
        public var scheduling = SchedulingDefinition()
        public var securityContext: PodSecurityContext?
        public var sidecars = SidecarsDefinition()

        public init() {}
    }

    /// `jobs`: how Jobs of backups run.
    public struct Jobs: Sendable, Hashable {
        public var resources: ResourceRequirements?
        public var affinity: Affinity?
        public var tolerations: [Toleration] = []
        public var priorityClassName: String?
        public var backoffLimit: Int?
        public var restartPolicy: String?
        public var securityContext: PodSecurityContext?
        public var ttlSecondsAfterFinished: Int?

        public init() {}
    }

    /// `restore`: how Jobs of restores in place run, where it differs from the instance.
    public struct Restore: Sendable, Hashable {
        public var resources: ResourceRequirements?
        public var scheduling = SchedulingDefinition()
        public var env: [EnvVar] = []
        public var envFrom: [EnvFromSource] = []

        public init() {}
    }

    /// `manual`: further settings of backups on demand.
    public struct Manual: Sendable, Hashable {
        public var repoName: String
        public var options: [String] = []
        public var initialDelaySeconds = 0
        public var env: [EnvVar] = []
        public var envFrom: [EnvFromSource] = []

        public init(repoName: String) { self.repoName = repoName }
    }
}

extension BackupsDefinition {
    /// Where the Job of a restore may run: as its block says, else where the instance may, whose volumes it works on.
    ///
    /// - Source: Percona operator 3.1.0, whose restores have the tolerations of `jobs` if they have none of their own.
    func restoreScheduling(besides instance: SchedulingDefinition) -> SchedulingDefinition {
        var scheduling = instance
        scheduling.affinity = restore.scheduling.affinity ?? instance.affinity
        scheduling.priorityClassName = restore.scheduling.priorityClassName ?? instance.priorityClassName
        let own = restore.scheduling.tolerations
        scheduling.tolerations = own.isEmpty ? instance.tolerations + jobs.tolerations.filter { !instance.tolerations.contains($0) } : own
        return scheduling
    }
}
