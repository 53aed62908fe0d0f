/// Restarts members whose PostgreSQL runs with outdated parameters: one at a time, replicas first, the primary last.
///
/// - Reads: `pending_restart`, which Patroni puts into the Pod's annotation `status`.
/// - Plans: one restart.
/// - Never: acts while another member is not ready, or while Patroni is paused.
public struct RestartPending: PlanStep {
    public init() {}

    public func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        let outdated = cluster.members.filter { $0.isRunning && $0.patroni?.isRestartPending == true }
        guard !outdated.isEmpty, !cluster.isGoingDown, cluster.patroni?.isPaused != true else { return }
        guard let next = outdated.first(where: { $0.role?.leads == false }) ?? outdated.first, let role = next.role else { return }
        let because = Because(.parametersNeedRestart, "\(next.name) must restart to apply \(next.pendingParameters)")
        if let down = cluster.members.first(where: { !$0.isReady && $0.name != next.name }) {
            plan.wait(because: Because(.restartingForParameters, "the restart of \(next.name) waits until \(down.name) is ready"))
            return
        }
        plan.wait(because: Because(.restartingForParameters, because.message))
        guard let address = cluster.address(of: next) else { return }
        plan.act(.restart(member: address, role: role), because: because)
    }
}

extension Member {
    /// The parameters that wait for a restart, for messages.
    var pendingParameters: String {
        guard let names = patroni?.pendingParameters, !names.isEmpty else { return "changed parameters" }
        return names.joined(separator: ", ")
    }
}
