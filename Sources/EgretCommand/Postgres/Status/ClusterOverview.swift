import KubernetesClient
import KubernetesModel
import PostgresAPI
import PostgresCluster

/// Everything that `status` shows of one cluster, as a value.
struct ClusterOverview: Sendable {
    let cluster: PerconaPGCluster
    /// Pods, Patroni's Endpoints and backups, as the operator sees them, too.
    var snapshot: ClusterSnapshot
    var backups: [BackupRecord] = []
    var restores: [RestoreRecord] = []
    /// Events of the cluster and of what belongs to it, the newest first.
    var events: [Event] = []
    /// What could not be read, and why: a person may not have every right.
    var gaps: [String] = []

    /// How many events are shown.
    static let eventLimit = 10

    init(_ cluster: PerconaPGCluster, at now: Timestamp) {
        self.cluster = cluster
        // What an operator would fill in does not matter here: no image is looked at.
        let settings = OperatorSettings(defaults: .init(version: OperatorInstallation.version, images: RelatedImages()), initImage: "")
        var resource = ClusterResource(metadata: cluster.metadata, status: cluster.status.json)
        resource.spec = cluster.spec.json
        snapshot = ClusterSnapshot(now: now, definition: ClusterDefinition(cluster, operator: settings), resource: resource)
    }

    var definition: ClusterDefinition { snapshot.definition }
    var now: Timestamp { snapshot.now }
    var members: [Member] { snapshot.members }
    var conditions: [Condition] { cluster.status.conditions }
    func condition(_ type: String) -> Condition? { conditions.first { $0.type == type } }

    /// Whether the operator says that the cluster does what it should. An operator without this condition says so by the state.
    var isReady: Bool { (condition("Ready")?.status.map { $0 == "True" }) ?? (cluster.status.state == .ready) }

    var poolers: [Pod] { pods { $0[Label.role] == "pgbouncer" } }
    var repositoryHosts: [Pod] { pods { $0[Label.pgBackRestDedicated] != nil } }

    private func pods(_ belongs: ([String: String]) -> Bool) -> [Pod] {
        snapshot.pods.filter { belongs($0.metadata.labels ?? [:]) }.sorted { $0.key < $1.key }
    }

    /// How far a member is behind the leader, in bytes of WAL; nil for the leader, and where either position is not known.
    ///
    /// Patroni writes positions once a cycle: a member may seem behind by what was written in between.
    func lag(of member: Member) -> UInt64? {
        guard member.role?.leads != true, let own = member.patroni?.walPosition else { return nil }
        let leader = members.first { $0.role?.leads == true }?.patroni?.walPosition
        guard let position = [leader, snapshot.leaderRecord?.optime].compactMap(\.self).max() else { return nil }
        return position > own ? position - own : 0
    }

    /// Paths of the spec that ask for what is not done yet.
    var unsupportedFields: String? { condition("UnsupportedFields").flatMap { $0.status == "True" ? $0.message : nil } }
}

extension ClusterOverview {
    /// Reads what there is to see of a cluster: five lists and two objects, no more.
    ///
    /// - Throws: `KubernetesError` if nothing answers. What may not be read becomes one of ``gaps``.
    static func observe(_ cluster: PerconaPGCluster, of api: some KubernetesAPI, at now: Timestamp) async throws -> ClusterOverview {
        var overview = ClusterOverview(cluster, at: now)
        let name = cluster.metadata.name ?? ""
        let namespace = cluster.metadata.namespace
        func attempt<Value>(_ body: () async throws -> Value) async throws -> Value? {
            do {
                return try await body()
            } catch let error as KubernetesError where [.forbidden, .notFound].contains(error.code) {
                overview.gaps.append("\(error)")
                return nil
            }
        }
        let ofCluster = LabelSelector(matchLabels: [Label.cluster: name])
        if let pods = try await attempt({ try await api.list(Pod.self, namespace: namespace, labelSelector: ofCluster).items }) {
            overview.snapshot.pods = pods
        }
        for endpoints in [overview.definition.names.ha, overview.definition.names.haConfig, overview.definition.names.haSync] {
            let key = ObjectKey(namespace: namespace, name: endpoints)
            if let found = try await attempt({ try await api.find(Endpoints.self, key) }) { overview.snapshot.endpoints[endpoints] = found }
        }
        if let backups = try await attempt({ try await BackupRecord.list(of: name, in: namespace, of: api) }) { overview.backups = backups }
        if let restores = try await attempt({ try await RestoreRecord.list(of: name, in: namespace, of: api) }) { overview.restores = restores }
        if let events = try await attempt({ try await api.list(Event.self, namespace: namespace).items }) {
            overview.events = overview.concerned(by: events)
        }
        return overview
    }

    /// The events of the cluster's own resource, and warnings of what belongs to it; the newest first.
    func concerned(by events: [Event]) -> [Event] {
        let names = definition.names
        let own = Set(
            [names.repoHost, names.pgBouncer] + snapshot.pods.compactMap(\.metadata.name) + members.map(\.instance) + backups.map(\.name)
                + backups.compactMap(\.jobName) + restores.map(\.name))
        let concerned = events.filter { event in
            guard let object = event.involvedObject, let name = object.name else { return false }
            if object.kind == PerconaPGCluster.names.kind { return name == definition.name }
            let isOwnKind = object.kind == PerconaPGBackup.names.kind || object.kind == PerconaPGRestore.names.kind
            return own.contains(name) && (event.type == "Warning" || isOwnKind)
        }
        return Array(concerned.sorted { ($0.lastSeen ?? .distantPast) > ($1.lastSeen ?? .distantPast) }.prefix(Self.eventLimit))
    }
}

extension Event {
    /// When it happened last, by whichever field its writer filled in.
    var lastSeen: Timestamp? { series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp }
    var times: Int { series?.count ?? count ?? 1 }
}

extension Timestamp {
    static let distantPast = Timestamp(secondsSince1970: 0)
}
