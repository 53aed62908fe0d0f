public import KubernetesModel

/// Who leads by Patroni's record: annotations of the Endpoints `{c}-ha`.
public struct LeaderRecord: Sendable, Hashable {
    public var endpoints: ObjectKey
    public var resourceVersion: String
    /// Nil after a release: whoever is first takes it.
    public var leader: String?
    public var renewTime: Timestamp?
    /// How long the record counts after ``renewTime``, in seconds.
    public var ttl: Int?
    /// Last WAL position of the leader.
    public var optime: UInt64?

    public init?(_ endpoints: Endpoints) {
        guard let version = endpoints.metadata.resourceVersion else { return nil }
        let annotations = endpoints.metadata.annotations ?? [:]
        self.endpoints = endpoints.key
        resourceVersion = version
        leader = annotations["leader"]
        renewTime = annotations["renewTime"].flatMap(Self.time(patroni:))
        ttl = annotations["ttl"].flatMap { Int($0) }
        optime = annotations["optime"].flatMap { UInt64($0) }
    }

    /// Patroni writes Python's isoformat: `2026-11-24T08:44:00.123456+00:00`, at a full second without the fraction.
    private static func time(patroni text: String) -> Timestamp? { Timestamp(parsing: text) }
}

/// What Patroni keeps about the whole cluster: annotations of the Endpoints `{c}-ha-config`.
public struct ClusterRecord: Sendable, Hashable {
    public var endpoints: ObjectKey
    public var resourceVersion: String
    /// PostgreSQL's system identifier; not nil once the cluster is bootstrapped.
    public var systemIdentifier: String?
    /// The dynamic configuration; nil if there is none, or none that can be read.
    public var configuration: JSONValue?

    public init?(_ endpoints: Endpoints) {
        guard let version = endpoints.metadata.resourceVersion else { return nil }
        let annotations = endpoints.metadata.annotations ?? [:]
        self.endpoints = endpoints.key
        resourceVersion = version
        systemIdentifier = annotations["initialize"].flatMap { $0.isEmpty ? nil : $0 }
        configuration = annotations["config"].flatMap { try? JSONValue(parsing: $0) }
    }

    /// Whether people have taken the cluster from Patroni (`patronictl pause`).
    public var isPaused: Bool { configuration?["pause"]?.bool ?? false }
    /// How many bytes a member may lag and still take over; Patroni's default is 1 MiB.
    public var maximumLagOnFailover: UInt64 {
        configuration?["maximum_lag_on_failover"]?.integer.map(UInt64.init(clamping:)) ?? 1_048_576
    }
    /// Whether commits wait for a standby.
    public var isSynchronous: Bool {
        switch configuration?["synchronous_mode"] {
        case .bool(let on): on
        case .string(let text): ["on", "true", "quorum"].contains(text)
        default: false
        }
    }
}
