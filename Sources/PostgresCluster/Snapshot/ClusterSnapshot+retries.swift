import KubernetesModel

extension ClusterSnapshot {
    /// Whether an action may be tried now: it has not failed, or long enough ago. If it is too early, the plan is to look again when it is not.
    ///
    /// - Parameters:
    ///   - subject: what the failure is remembered under; see ``Knowledge/failures``.
    ///   - interval: time between a failure and the next try.
    func mayRetry(_ subject: String, after interval: Duration, into plan: inout Plan) -> Bool {
        guard let next = knowledge.failures[subject]?.at.adding(interval), now < next else { return true }
        plan.lookAgain(after: next.since(now), because: "what failed before is tried again: \(subject)")
        return false
    }
}
