public import KubernetesModel

/// Everything known about one cluster at one moment, as a value: what the planner reads.
public struct ClusterSnapshot: Sendable {
    public var now: Timestamp
    /// The cluster as it should be: the spec that was accepted last, with every default filled in.
    public var definition: ClusterDefinition
    /// The PerconaPGCluster itself: metadata and the status that was written last.
    public var resource: ClusterResource

    public var statefulSets: [String: StatefulSet] = [:] { didSet { findInstances() } }
    public var deployments: [String: Deployment] = [:]
    public var services: [String: Service] = [:]
    public var endpoints: [String: Endpoints] = [:]
    public var claims: [String: PersistentVolumeClaim] = [:] {
        didSet {
            findInstances()
            findTakenClaims()
        }
    }
    /// Claims that the spec names as data sources, whoever's they are.
    public var sourceClaims: [String: PersistentVolumeClaim] = [:]
    public var configMaps: [String: ConfigMap] = [:]
    public var budgets: [String: PodDisruptionBudget] = [:]
    public var serviceAccounts: [String: ServiceAccount] = [:]
    public var roles: [String: Role] = [:]
    public var roleBindings: [String: RoleBinding] = [:]
    public var jobs: [String: Job] = [:]
    /// All Pods with the cluster's label.
    public var pods: [Pod] = [] {
        didSet {
            members = Self.members(pods)
            findInstances()
        }
    }
    /// The members: Pods of instances, by name.
    public private(set) var members: [Member] = []
    /// All instances, those included of which only the volume is left, by name.
    public private(set) var instances: [ObservedInstance] = []
    /// Secrets without their values.
    public var secrets: [String: SecretDigest] = [:]
    /// PerconaPGBackups of this cluster.
    public var backups: [String: BackupResource] = [:]
    /// Whether the whole namespace is being deleted. Looked up while the cluster is being deleted only.
    public var isNamespaceEnding = false
    /// PerconaPGRestores of this cluster.
    public var restores: [String: RestoreResource] = [:]
    /// The other clusters that the operator sees. Looked up while they matter only: for a standby cluster, and while the cluster is being deleted.
    public var neighbours: [NeighbourCluster] = []
    /// What earlier actions found out.
    public var knowledge = Knowledge()

    public init(now: Timestamp, definition: ClusterDefinition, resource: ClusterResource) {
        self.now = now
        self.definition = definition
        self.resource = resource
    }
}

/// The PerconaPGCluster as it was seen.
public struct ClusterResource: Sendable, Hashable {
    public var metadata: ObjectMeta
    /// `status` as it was written last.
    public var status: JSONValue
    /// The spec as the user wrote it, if it is the one that is acted on.
    public var spec: JSONValue?
    public var isUnmanaged = false
    /// Whether the spec switches backups off, which would delete repositories, and nobody has authorised that: the spec before it holds.
    public var isBackupRemovalUnauthorized = false
    /// Problems of a spec that was not accepted; ``ClusterSnapshot/definition`` is then the one before.
    public var refusals: [String] = []
    /// What of the spec waits for a backup that runs; nil: nothing. ``ClusterSnapshot/definition`` is without it.
    public var postponed: PostponedChanges?
    /// Paths of fields that are set and not acted on.
    public var unsupportedFields: [String] = []

    public init(metadata: ObjectMeta, status: JSONValue = .emptyObject) {
        self.metadata = metadata
        self.status = status
    }

    public var isDeleting: Bool { metadata.deletionTimestamp != nil }
    public var generation: Int { metadata.generation ?? 0 }
    public func hasFinalizer(_ name: String) -> Bool { metadata.finalizers?.contains(name) ?? false }
}

/// A Secret by digests: enough to see that it changed, not what it holds.
public struct SecretDigest: Sendable, Hashable {
    public var metadata: ObjectMeta
    /// Key → digest of the value; an empty value has an empty digest.
    public var keys: [String: String]

    public init(metadata: ObjectMeta, keys: [String: String]) {
        self.metadata = metadata
        self.keys = keys
    }

    /// Whether a key is there with a value.
    public func has(_ key: String) -> Bool { !(keys[key] ?? "").isEmpty }
}

/// What actions found out, kept by the operator beside its caches and, where it must survive a restart, in the cluster's status.
public struct Knowledge: Sendable, Hashable {
    /// Subject → revision of the SQL that ran last; also `stanza` and `writeProbe`.
    public var revisions: [String: String] = [:]
    /// The parameters that the running PostgreSQL knows, by image of the container.
    public var settings: [String: PostgresSettings] = [:]
    /// What the repositories hold, by repository; refreshed after each backup.
    public var storedBackups: [String: [StoredBackup]] = [:]
    /// When the stanza of a repository was made again after archiving had not found it.
    public var remadeStanzas: [String: Timestamp] = [:]
    /// Subjects of actions that have been done once and need not be done again while this operator runs, such as looking for one backup.
    public var settled: Set<String> = []
    /// uids of restores whose previous data was removed.
    public var releasedRestores: Set<String> = []
    /// What was found out for restores that are only to begin, by their uid.
    public var restoreFacts: [String: RestoreFacts] = [:]
    /// How far a standby cluster and its source were when they were asked last.
    public var standby: StandbyFacts?
    /// The mark that the drill to begin next has to find in the archive, by the name of its Job.
    public var archiveMarks: [String: ArchiveMark.Answer] = [:]
    /// What the last failed action said, by its subject, with the time.
    public var failures: [String: Failure] = [:]
    /// When this operator wrote the cluster's status last; nil before it has.
    public var statusWritten: Timestamp?

    public struct Failure: Sendable, Hashable {
        public var message: String
        public var at: Timestamp
        /// How often it failed one after the other.
        public var count: Int
        public init(message: String, at: Timestamp, count: Int = 1) {
            self.message = message
            self.at = at
            self.count = count
        }
    }

    public init() {}
}

/// One instance as it is: what there is of it.
public struct ObservedInstance: Sendable, Hashable {
    public var name: String
    public var set: String
    public var statefulSet: StatefulSet?
    public var member: Member?
    public var dataClaim: PersistentVolumeClaim?
}

extension ClusterSnapshot {
    /// What Patroni keeps about the whole cluster; nil before the first member runs.
    public var patroni: ClusterRecord? { endpoints["\(definition.name)-ha-config"].flatMap(ClusterRecord.init) }
    /// Patroni's record of the leader.
    public var leaderRecord: LeaderRecord? { endpoints["\(definition.name)-ha"].flatMap(LeaderRecord.init) }
    /// Members that commits wait for.
    public var synchronousStandbys: Set<String> {
        let annotations = endpoints["\(definition.name)-ha-sync"]?.metadata.annotations
        return Set((annotations?["sync_standby"] ?? "").split(separator: ",").map(String.init))
    }
    /// Whether a database system exists.
    public var isBootstrapped: Bool { patroni?.systemIdentifier != nil }
    /// Whether members stop on purpose, so that no failover is wanted.
    public var isGoingDown: Bool { resource.isDeleting || definition.isPaused || isHeldByRestore }

    private static func members(_ pods: [Pod]) -> [Member] {
        pods.compactMap { pod in
            let labels = pod.metadata.labels ?? [:]
            guard let name = pod.metadata.name, labels[Label.data] == "postgres", let instance = labels[Label.instance],
                let set = labels[Label.instanceSet]
            else { return nil }
            return Member(name: name, instance: instance, set: set, pod: pod)
        }.sorted { $0.name < $1.name }
    }

    /// The member that leads by Patroni's record and by its own word.
    public var leader: Member? {
        let recorded = leaderRecord?.leader
        return members.first { $0.name == recorded && $0.role?.leads == true && $0.isRunning }
    }

    /// The member on which SQL that writes can run.
    public var writable: Member? { leader.flatMap { $0.isWritable && $0.isReady ? $0 : nil } }

    private mutating func findTakenClaims() {
        let names = claims.values.compactMap { claim in claim.metadata.annotations?[Annotation.standsFor].map { ($0, claim.key.name) } }
        definition.claimNames = Dictionary(names, uniquingKeysWith: { max($0, $1) })
    }

    private mutating func findInstances() {
        var found: [String: ObservedInstance] = [:]
        func note(_ labels: [String: String]?, _ change: (inout ObservedInstance) -> Void) {
            guard let name = labels?[Label.instance], let set = labels?[Label.instanceSet] else { return }
            change(&found[name, default: ObservedInstance(name: name, set: set)])
        }
        for set in statefulSets.values { note(set.metadata.labels) { $0.statefulSet = set } }
        for claim in claims.values where claim.metadata.labels?[Label.role] == "pgdata" { note(claim.metadata.labels) { $0.dataClaim = claim } }
        for member in members { note(member.pod.metadata.labels) { $0.member = member } }
        instances = found.values.sorted { $0.name < $1.name }
    }

    /// How a member's Patroni is reached; nil without an address.
    func address(of member: Member) -> MemberAddress? {
        guard let ip = member.pod.status?.podIP, !ip.isEmpty else { return nil }
        return MemberAddress(
            pod: member.pod.key, uid: member.uid, ip: ip,
            serverName: "\(member.name).\(definition.name)-pods.\(definition.namespace).svc.\(definition.dnsDomain)", port: definition.patroni.port)
    }
}
