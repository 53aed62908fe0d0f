import KubernetesModel

extension ClusterSnapshot {
    /// Whether an action may be tried now: it has not failed, or long enough ago. If it is too early, the plan is to look again when it is not.
    ///
    /// - Parameters:
    ///   - subject: what the failure is remembered under; see ``Knowledge/failures``.
    ///   - interval: time between the first failure and the next try.
    ///   - longest: it doubles with each failure up to this; nil: it stays.
    func mayRetry(_ subject: String, after interval: Duration, growingTo longest: Duration? = nil, into plan: inout Plan) -> Bool {
        guard let failure = knowledge.failures[subject] else { return true }
        let next = failure.at.adding(longest.map { min(interval * (1 << min(max(failure.count - 1, 0), 16)), $0) } ?? interval)
        guard now < next else { return true }
        plan.lookAgain(after: next.since(now), because: "what failed before is tried again: \(subject)")
        return false
    }
}
