public import KubernetesModel

/// What a member does in the cluster, as Patroni says it.
public enum MemberRole: String, Sendable, Hashable {
    /// Accepts writes. Patroni before 4 calls it `master`.
    case primary
    case replica
    case syncStandby = "sync_standby"
    case quorumStandby = "quorum_standby"
    /// Leads a standby cluster: the only one that follows the other site.
    case standbyLeader = "standby_leader"

    /// Reads Patroni's word for a role; nil for one that says nothing, such as `uninitialized`.
    public init?(patroni text: String?) {
        switch text {
        case "master": self = .primary
        case let text?: self.init(rawValue: text)
        case nil: return nil
        }
    }

    /// Whether it holds the leader's record in normal operation.
    public var leads: Bool { self == .primary || self == .standbyLeader }
}

/// One PostgreSQL instance that runs, or should: its Pod and what its Patroni wrote there.
public struct Member: Sendable, Hashable {
    /// Name of the Pod, which is Patroni's name of the member.
    public var name: String
    /// Name of the instance, and so of its StatefulSet.
    public var instance: String
    /// Name of its set.
    public var set: String
    public var pod: Pod
    /// Nil as long as Patroni has written nothing.
    public var patroni: PatroniMember?

    public init(name: String, instance: String, set: String, pod: Pod) {
        self.name = name
        self.instance = instance
        self.set = set
        self.pod = pod
        patroni = pod.metadata.annotations?["status"].flatMap(PatroniMember.init(annotation:))
    }

    public var uid: String { pod.metadata.uid ?? "" }
    public var role: MemberRole? { patroni?.role }
    /// Whether its Pod is ready and not about to go.
    public var isReady: Bool { pod.isReady && !isTerminating }
    public var isTerminating: Bool { pod.metadata.deletionTimestamp != nil }
    /// Whether PostgreSQL runs by Patroni's word, in a Pod whose `database` container runs.
    public var isRunning: Bool { patroni?.state == "running" && databaseStatus?.state?.running != nil && !isTerminating }
    /// Whether it accepts writes.
    public var isWritable: Bool { isRunning && role == .primary }
    /// Whether it follows the leader's WAL stream.
    public var isStreaming: Bool { isRunning && patroni?.replicationState == "streaming" }
    /// The kubelet's word on the container `database`.
    public var databaseStatus: ContainerStatus? { pod.status?.containerStatuses?.first { $0.name == Self.container } }

    /// Name of the container that runs Patroni and PostgreSQL.
    public static let container = "database"
}

/// What a member's Patroni writes into the annotation `status` of its Pod.
///
/// - Source: Patroni 4.0, `touch_member` in ha.py: conn_url, api_url, state, role, version, xlog_location, timeline, replication_state,
///   pending_restart, pending_restart_reason, tags, pause.
public struct PatroniMember: Sendable, Hashable {
    /// `running`, `starting`, `stopped`, `restarting`, `creating replica`, …
    public var state: String
    public var role: MemberRole?
    public var timeline: Int?
    /// Position in the WAL: written on a primary, received or replayed on a replica.
    public var walPosition: UInt64?
    /// `streaming` or `in archive recovery`; nil on a primary.
    public var replicationState: String?
    public var isRestartPending: Bool
    /// Parameters that wait for a restart, sorted; may be empty though a restart is pending.
    public var pendingParameters: [String]
    /// Those of them whose new value is a smaller number than the one PostgreSQL runs with, sorted.
    public var loweredParameters: [String]
    /// Whether this member itself is told not to be failed over to.
    public var neverFailsOver: Bool
    /// Version of Patroni.
    public var version: String?

    /// - Parameter text: JSON; nil for anything else.
    public init?(annotation text: String) {
        guard let json = try? JSONValue(parsing: text), let state = json["state"]?.string else { return nil }
        self.state = state
        role = MemberRole(patroni: json["role"]?.string)
        timeline = json["timeline"]?.integer.map(Int.init)
        walPosition = json["xlog_location"]?.integer.map(UInt64.init(clamping:))
        replicationState = json["replication_state"]?.string
        isRestartPending = json["pending_restart"]?.bool ?? false
        pendingParameters = (json["pending_restart_reason"]?.object?.keys).map { $0.sorted() } ?? []
        let reasons = json["pending_restart_reason"]?.object ?? [:]
        loweredParameters = reasons.filter { Self.isLowered($0.value) }.keys.sorted()
        neverFailsOver = json[path: "tags", "nofailover"]?.bool ?? false
        version = json["version"]?.string
    }

    /// Patroni gives both values as texts.
    private static func isLowered(_ reason: JSONValue) -> Bool {
        guard let old = reason["old_value"]?.string.flatMap({ Int64($0) }), let new = reason["new_value"]?.string.flatMap({ Int64($0) }) else {
            return false
        }
        return new < old
    }
}

extension Pod {
    /// Whether the condition `Ready` is true.
    public var isReady: Bool { status?.conditions?.contains { $0.type == "Ready" && $0.status == "True" } ?? false }
}
