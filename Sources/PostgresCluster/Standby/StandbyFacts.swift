public import KubernetesModel

/// How far a standby cluster and what it follows were at one moment, in bytes since the start of the WAL.
public struct StandbyFacts: Sendable, Hashable {
    public var at: Timestamp
    /// The end of the WAL that its leader has, received or replayed.
    public var received: UInt64
    public var replayed: UInt64
    /// The end of the source's WAL by its own word.
    public var answer: Answer?
    /// The same as it was told by the stream, maybe some time ago.
    public var announced: UInt64?
    /// Why the source did not answer.
    public var problem: String?

    /// What the source says about itself.
    public struct Answer: Sendable, Hashable {
        public var position: UInt64
        public var acceptsWrites: Bool
        /// PostgreSQL's system identifier.
        public var system: String

        public init(position: UInt64, acceptsWrites: Bool, system: String) {
            self.position = position
            self.acceptsWrites = acceptsWrites
            self.system = system
        }

        /// Reads the result of ``StandbyInquiry/sourceQuery``; nil for anything else.
        public init?(_ text: String) {
            guard let json = try? JSONValue(parsing: text), let position = json["position"]?.string.flatMap(WALPosition.init(parsing:)),
                let acceptsWrites = json["writes"]?.bool, let system = json["system"]?.string
            else { return nil }
            self.init(position: position.bytes, acceptsWrites: acceptsWrites, system: system)
        }
    }

    public init(at: Timestamp, received: UInt64, replayed: UInt64, answer: Answer? = nil, announced: UInt64? = nil, problem: String? = nil) {
        self.at = at
        self.received = received
        self.replayed = replayed
        self.answer = answer
        self.announced = announced
        self.problem = problem
    }

    /// - Parameters:
    ///   - own: the result of ``StandbyInquiry/ownQuery``; nil for anything else.
    ///   - answer: of the source. One of another database does not count.
    public init?(at: Timestamp, own: String, answer: Answer?, problem: String?) {
        guard let json = try? JSONValue(parsing: own), let replayed = Self.position(json["replayed"]) else { return nil }
        self.init(
            at: at, received: max(Self.position(json["received"]) ?? 0, replayed), replayed: replayed, answer: answer,
            announced: Self.position(json["announced"]), problem: problem)
        guard let answer, let system = json["system"]?.string, answer.system != system else { return }
        self.answer = nil
        self.problem = "what answers is another database (system identifier \(answer.system), this cluster's is \(system))"
    }

    private static func position(_ json: JSONValue?) -> UInt64? { json?.string.flatMap(WALPosition.init(parsing:))?.bytes }

    /// Bytes of WAL that the source has and the standby has not replayed; nil if the source's end is not known.
    public var lag: UInt64? {
        guard let end = answer?.position ?? announced else { return nil }
        return end > replayed ? end - replayed : 0
    }

    /// Whether the source has WAL that this cluster has not received.
    var isSourceAhead: Bool { answer.map { $0.position > received } ?? false }
}

/// A question how far a standby cluster and its source are.
public struct StandbyInquiry: Sendable, Hashable {
    /// The Pod that leads the standby cluster.
    public var pod: ObjectKey
    /// Where the source is reached by its protocol, with the certificate for replication.
    public var host: String?
    public var port: Int
    /// The Pod that leads the source, where the operator sees it: asked if `host` does not answer.
    public var mainSite: ObjectKey?

    public init(pod: ObjectKey, host: String?, port: Int, mainSite: ObjectKey?) {
        self.pod = pod
        self.host = host
        self.port = port
        self.mainSite = mainSite
    }

    /// What a failure is remembered under.
    public static let subject = "standby"

    public static let ownQuery = """
        SELECT pg_catalog.json_build_object(
            'received', pg_catalog.pg_last_wal_receive_lsn(), 'replayed', pg_catalog.pg_last_wal_replay_lsn(),
            'announced', (SELECT latest_end_lsn FROM pg_catalog.pg_stat_wal_receiver),
            'system', (SELECT system_identifier::text FROM pg_catalog.pg_control_system()))
        """
    public static let sourceQuery = """
        SELECT pg_catalog.json_build_object(
            'position', CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn() ELSE pg_catalog.pg_current_wal_lsn() END,
            'writes', NOT pg_catalog.pg_is_in_recovery(),
            'system', (SELECT system_identifier::text FROM pg_catalog.pg_control_system()))
        """
}

extension ClusterSnapshot {
    /// How to ask how far a standby and its source are; nil while no member leads.
    func inquiry(about standby: StandbyDefinition) -> StandbyInquiry? {
        guard let leader else { return nil }
        return StandbyInquiry(
            pod: leader.pod.key, host: standby.host, port: standby.port ?? definition.port, mainSite: mainSite(of: standby)?.leader)
    }
}
