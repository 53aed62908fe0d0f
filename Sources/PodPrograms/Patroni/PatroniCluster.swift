internal import KubernetesModel

/// The members of a cluster, as Patroni's `GET /cluster` lists them.
struct PatroniCluster: Sendable, Hashable {
    struct Member: Sendable, Hashable {
        var name: String
        /// `leader`, `standby_leader`, `replica`, `sync_standby`, `quorum_standby` …
        var role: String
        /// `running`, `streaming`, `in archive recovery`, `starting`, `stopped` …
        var state: String
        var timeline: Int64?
        /// Bytes behind the leader; nil when Patroni does not know.
        var lag: Int64?
        var nofailover = false
    }

    var members: [Member]
    /// Patroni changes nothing by itself.
    var isPaused: Bool

    init(members: [Member], isPaused: Bool = false) {
        self.members = members
        self.isPaused = isPaused
    }

    init(_ json: JSONValue) {
        isPaused = json["pause"]?.bool ?? false
        members = (json["members"]?.array ?? []).compactMap { member in
            guard let name = member["name"]?.string else { return nil }
            return Member(
                name: name, role: member["role"]?.string ?? "", state: member["state"]?.string ?? "", timeline: member["timeline"]?.integer,
                lag: member["lag"]?.integer, nofailover: member[path: "tags", "nofailover"]?.bool ?? false)
        }
    }

    /// The member that leads, also when the whole cluster follows another one.
    var leader: Member? { members.first { ["leader", "standby_leader", "master"].contains($0.role) } }

    /// Who could take over from the leader, the one that is least behind first.
    ///
    /// With synchronous replication only synchronous standbys have every transaction that a client was told of.
    ///
    /// - Parameter leaving: members whose Pods are being deleted.
    func candidates(without leaving: Set<String>) -> [Member] {
        guard let leader else { return [] }
        let synchronous = members.filter { ["sync_standby", "quorum_standby"].contains($0.role) }
        return (synchronous.isEmpty ? members : synchronous).filter {
            $0.name != leader.name && !leaving.contains($0.name) && !$0.nofailover && ["running", "streaming"].contains($0.state)
                && $0.timeline == leader.timeline && $0.lag != nil
        }.sorted { ($0.lag ?? 0, $0.name) < ($1.lag ?? 0, $1.name) }
    }
}
