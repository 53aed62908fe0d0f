public import KubernetesModel

/// Who leads: the record that Patroni keeps in the annotations of the Endpoints `{c}-ha`.
///
/// - Source: Patroni 4.0, `patroni/dcs/kubernetes.py`.
public struct PatroniLeader: Sendable, Hashable {
    /// Name of the Pod; nil where nobody leads.
    public let member: String?
    public let acquired: Timestamp?
    public let renewed: Timestamp?
    /// How long the record holds after it was renewed.
    public let ttl: Duration?
    /// How often the leader changed.
    public let transitions: Int?
    /// How far the leader had written when it last renewed.
    public let position: WALPosition?

    public init(annotations: [String: String]) {
        member = annotations["leader"].flatMap { $0.isEmpty ? nil : $0 }
        acquired = annotations["acquireTime"].flatMap(Timestamp.init(patroni:))
        renewed = annotations["renewTime"].flatMap(Timestamp.init(patroni:))
        ttl = annotations["ttl"].flatMap { Int64($0) }.map { .seconds($0) }
        transitions = annotations["transitions"].flatMap { Int($0) }
        position = annotations["optime"].flatMap { UInt64($0) }.map(WALPosition.init(bytes:))
    }
}

/// What Patroni keeps for the whole cluster in the annotations of the Endpoints `{c}-ha-config`.
public struct PatroniClusterState: Sendable, Hashable {
    /// Given by initdb: equal for all that ever were copies of one another. Nil until there is data.
    public let systemIdentifier: String?
    /// The dynamic configuration; nil until Patroni has written it.
    public let configuration: JSONValue?
    public let history: [TimelineSwitch]

    /// Where a timeline ended because another member took over.
    public struct TimelineSwitch: Sendable, Hashable {
        public let timeline: Int
        public let position: WALPosition
        public let reason: String
        /// Nil in histories of old versions.
        public let time: String?
        public let leader: String?
    }

    public init(annotations: [String: String]) {
        systemIdentifier = annotations["initialize"].flatMap { $0.isEmpty ? nil : $0 }
        configuration = annotations["config"].flatMap { try? JSONValue(parsing: $0) }
        let lines = annotations["history"].flatMap { try? JSONValue(parsing: $0) }?.array ?? []
        history = lines.compactMap { line in
            guard let timeline = line[0]?.integer, let position = line[1]?.walPosition else { return nil }
            return TimelineSwitch(
                timeline: Int(timeline), position: position, reason: line[2]?.string ?? "", time: line[3]?.string, leader: line[4]?.string)
        }
    }

    /// The timeline that the cluster is on, as far as the history knows.
    public var timeline: Int? { history.last.map { $0.timeline + 1 } }
    /// Whether people have told Patroni to leave the cluster alone.
    public var isPaused: Bool { configuration?["pause"]?.bool ?? false }
}

/// The synchronous standbys: annotations of the Endpoints `{c}-ha-sync`.
public struct PatroniSynchronousState: Sendable, Hashable {
    public let leader: String?
    public let standbys: [String]
    /// How many of them must confirm, in quorum mode.
    public let quorum: Int

    public init(annotations: [String: String]) {
        leader = annotations["leader"].flatMap { $0.isEmpty ? nil : $0 }
        standbys = (annotations["sync_standby"] ?? "").split(separator: ",").map(\.trimmed).filter { !$0.isEmpty }
        quorum = annotations["quorum"].flatMap { Int($0) } ?? 0
    }
}

/// A switchover or failover that waits for Patroni: annotations of the Endpoints `{c}-ha-failover`.
public struct PatroniFailoverRequest: Sendable, Hashable {
    /// Who leads now; nil for a failover, which does not care.
    public let leader: String?
    public let candidate: String?
    public let scheduledAt: String?

    /// Nil where none waits.
    public init?(annotations: [String: String]) {
        let text = { (key: String) in annotations[key].flatMap { $0.isEmpty ? nil : $0 } }
        leader = text("leader")
        candidate = text("member")
        scheduledAt = text("scheduled_at")
        if leader == nil, candidate == nil { return nil }
    }
}

extension Timestamp {
    /// Python's notation with an offset of `+00:00`, which is that of Kubernetes otherwise.
    fileprivate init?(patroni text: String) {
        self.init(parsing: text.hasSuffix("+00:00") ? text.dropLast(6) + "Z" : text)
    }
}
