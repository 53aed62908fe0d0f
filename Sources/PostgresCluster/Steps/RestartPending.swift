/// Restarts members whose PostgreSQL runs with outdated parameters: one at a time, replicas first, the primary last.
///
/// A replica is passed over as long as it could apply nothing: a parameter that must not be smaller than on the primary, and was lowered, is for
/// the primary first, and Patroni starts a replica with the primary's value until then.
///
/// - Reads: `pending_restart` and its reasons, which Patroni puts into the Pod's annotation `status`.
/// - Plans: one restart.
/// - Never: acts while another member is not ready, or while Patroni is paused; restarts a member that would run with the same values as before.
public struct RestartPending: PlanStep {
    public init() {}

    /// Parameters of which a standby needs at least as much as its primary has.
    ///
    /// - Source: PostgreSQL 17 documentation, "Hot Standby", Administrator's Overview.
    static let boundToPrimary: Set = [
        "max_connections", "max_locks_per_transaction", "max_prepared_transactions", "max_wal_senders", "max_worker_processes",
    ]

    public func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        let outdated = cluster.members.filter { $0.isRunning && $0.patroni?.isRestartPending == true }
        guard !outdated.isEmpty, !cluster.isGoingDown, cluster.patroni?.isPaused != true else { return }
        let leaderIsOutdated = outdated.contains { $0.role?.leads == true }
        let able = outdated.filter { !Self.waitsForPrimary($0, leaderIsOutdated: leaderIsOutdated) }
        guard let next = able.first(where: { $0.role?.leads == false }) ?? able.first, let role = next.role else { return }
        let because = Because(.parametersNeedRestart, "\(next.name) must restart to apply \(next.pendingParameters)")
        if let down = cluster.members.first(where: { !$0.isReady && $0.name != next.name }) {
            plan.wait(because: Because(.restartingForParameters, "the restart of \(next.name) waits until \(down.name) is ready"))
            return
        }
        plan.wait(because: Because(.restartingForParameters, because.message))
        guard let address = cluster.address(of: next) else { return }
        plan.act(.restart(member: address, role: role), because: because)
    }

    /// Whether a restart would change nothing, since the primary has not applied the lowered values yet. The leader of a standby cluster has its
    /// primary elsewhere.
    private static func waitsForPrimary(_ member: Member, leaderIsOutdated: Bool) -> Bool {
        guard let patroni = member.patroni, !patroni.pendingParameters.isEmpty else { return false }
        guard patroni.pendingParameters.allSatisfy({ boundToPrimary.contains($0) && patroni.loweredParameters.contains($0) }) else { return false }
        return member.role == .standbyLeader || (member.role?.leads == false && leaderIsOutdated)
    }
}

extension Member {
    /// The parameters that wait for a restart, for messages.
    var pendingParameters: String {
        guard let names = patroni?.pendingParameters, !names.isEmpty else { return "changed parameters" }
        return names.joined(separator: ", ")
    }
}
