public import KubernetesModel

/// Which members can take over from a leader that has ended.
///
/// What a member wrote into its Pod may be as old as Patroni's loop, ten seconds by default: after a timeline has begun, which moves the WAL position by up to a
/// segment, that is too old to tell. Such members are asked by REST before the leader's record is released.
public struct Heirs: Sendable, Hashable {
    /// The member of which it is known already; nil if all have to be asked.
    public var known: String?
    /// Those that are asked otherwise, the most advanced first.
    public var candidates: [MemberAddress]
    /// Last WAL position of the leader by its record; nil if the record has none.
    public var leaderPosition: UInt64?
    /// How many bytes a member may lag behind it.
    public var maximumLag: UInt64

    public init(known: String?, candidates: [MemberAddress], leaderPosition: UInt64?, maximumLag: UInt64) {
        self.known = known
        self.candidates = candidates
        self.leaderPosition = leaderPosition
        self.maximumLag = maximumLag
    }

    /// Whether a member can take over, by what its Patroni answers to `GET /patroni`.
    ///
    /// Its replication state does not count: the stream has ended with the leader.
    ///
    /// - Source: Patroni 4.0, `get_postgresql_status` in api.py: state, role, xlog{received_location, replayed_location}, tags.
    public func includes(answer: JSONValue) -> Bool {
        guard answer["state"]?.string == "running", let role = MemberRole(patroni: answer["role"]?.string), !role.leads,
            answer[path: "tags", "nofailover"]?.bool != true
        else { return false }
        let positions = [answer[path: "xlog", "received_location"], answer[path: "xlog", "replayed_location"]].compactMap { $0?.integer }
        return suffices(positions.max().map(UInt64.init(clamping:)))
    }

    /// Whether a WAL position is near enough to the leader's.
    func suffices(_ position: UInt64?) -> Bool {
        guard let leaderPosition, let position else { return false }
        return position >= leaderPosition || leaderPosition - position <= maximumLag
    }
}

extension ClusterSnapshot {
    /// Who could take over from a leader; nil if nobody can. In synchronous mode only those that commits waited for.
    func heirs(of leader: String, leaderPosition: UInt64?) -> Heirs? {
        let all = members.filter { member in
            guard member.name != leader, member.isRunning, member.role?.leads != true, let status = member.patroni, !status.neverFailsOver else {
                return false
            }
            return patroni?.isSynchronous != true || synchronousStandbys.contains(member.name)
        }.sorted { ($1.patroni?.walPosition ?? 0, $0.name) < ($0.patroni?.walPosition ?? 0, $1.name) }
        guard !all.isEmpty else { return nil }
        var heirs = Heirs(
            known: nil, candidates: all.compactMap(address), leaderPosition: leaderPosition, maximumLag: patroni?.maximumLagOnFailover ?? 0)
        // Synchronous standbys have every commit, wherever the leader's last position was.
        heirs.known = all.first { $0.isStreaming && (patroni?.isSynchronous == true || heirs.suffices($0.patroni?.walPosition)) }?.name
        return heirs
    }
}
