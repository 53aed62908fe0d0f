public import KubernetesModel

/// What a member of a cluster says of itself: the annotation `status` that Patroni writes on its Pod.
///
/// Patroni removes nothing from it when it dies: whether the member lives is the kubelet's to say.
///
/// - Source: Patroni 4.0 and 4.1, `patroni/ha.py` (`touch_member`), `patroni/dcs/kubernetes.py`.
public struct PatroniMemberStatus: Sendable, Hashable {
    public let role: Role
    public let state: State
    /// Version of Patroni.
    public let patroniVersion: String?
    public let timeline: Int?
    /// Of a primary: written so far; of a replica: replayed, or received where that is further.
    public let walPosition: WALPosition?
    public let receivedPosition: WALPosition?
    public let replayedPosition: WALPosition?
    /// `streaming` or `in archive recovery`; nil for a primary.
    public let replicationState: String?
    /// Whether parameters wait for a restart.
    public let needsRestart: Bool
    /// Names of these parameters, sorted; empty where Patroni does not tell.
    public let restartParameters: [String]
    /// Whether this member sees Patroni paused.
    public let isPaused: Bool
    /// Address for clients, `postgres://…`.
    public let connectionURL: String?
    /// Address of the REST API.
    public let apiURL: String?
    /// `nofailover`, `nosync` … as Patroni writes them.
    public let tags: [String: JSONValue]

    /// What the member is.
    public enum Role: Sendable, Hashable {
        case primary, replica
        /// Leads a standby cluster.
        case standbyLeader
        /// Patroni has not found out yet, or is of a version that says something else.
        case unknown(String)

        init(_ text: String) {
            switch text {
            // Patroni before version 4 said `master`.
            case "primary", "master", "promoted": self = .primary
            case "replica": self = .replica
            case "standby_leader": self = .standbyLeader
            default: self = .unknown(text)
            }
        }
    }

    /// What its PostgreSQL does.
    public enum State: Sendable, Hashable {
        case running, starting, stopping, stopped, restarting, streaming
        case creatingReplica, initializing, crashed
        case other(String)

        init(_ text: String) {
            switch text {
            case "running": self = .running
            case "streaming", "in archive recovery": self = .streaming
            case "starting": self = .starting
            case "stopping": self = .stopping
            case "stopped": self = .stopped
            case "restarting": self = .restarting
            case "creating replica": self = .creatingReplica
            case "initializing new cluster", "running custom bootstrap script": self = .initializing
            case "crashed", "start failed", "stop failed", "initdb failed", "restart failed": self = .crashed
            default: self = .other(text)
            }
        }
    }

    /// Whether PostgreSQL answers.
    public var isRunning: Bool { state == .running || state == .streaming }
    /// Whether this member takes writes, or leads a standby cluster.
    public var leads: Bool { role == .primary || role == .standbyLeader }
    public var mayLead: Bool { tags["nofailover"]?.isTrue != true }

    /// Reads the annotation; nil for what is not an object.
    public init?(parsing text: String) {
        guard let json = try? JSONValue(parsing: text), json.object != nil else { return nil }
        let position = { (key: String) in json[key]?.walPosition }
        role = Role(json["role"]?.string ?? "")
        state = State(json["state"]?.string ?? "")
        patroniVersion = json["version"]?.string
        timeline = json["timeline"]?.integer.map(Int.init)
        walPosition = position("xlog_location")
        receivedPosition = position("receive_lsn")
        replayedPosition = position("replay_lsn")
        replicationState = json["replication_state"]?.string
        restartParameters = json["pending_restart_reason"]?.object?.keys.sorted() ?? []
        needsRestart = json["pending_restart"]?.isTrue == true || !restartParameters.isEmpty
        isPaused = json["pause"]?.isTrue == true
        connectionURL = json["conn_url"]?.string
        apiURL = json["api_url"]?.string
        tags = json["tags"]?.object ?? [:]
    }

    /// Key of the annotation.
    public static let annotation = "status"
}

extension JSONValue {
    /// Patroni's idea of true, which its configuration files share.
    fileprivate var isTrue: Bool {
        bool ?? string.map { ["on", "true", "yes", "1"].contains($0.lowercased()) } ?? (integer == 1)
    }

    /// Patroni writes numbers of bytes; PostgreSQL's notation is read as well.
    var walPosition: WALPosition? {
        if let number = integer { return UInt64(exactly: number).map(WALPosition.init(bytes:)) }
        guard let text = string else { return nil }
        return UInt64(text).map(WALPosition.init(bytes:)) ?? WALPosition(parsing: text)
    }
}
