import KubernetesModel

/// How long a container that keeps ending has to wait before it starts again.
///
/// The first restart is immediate, the next ones wait 10 s, 20 s, 40 s … up to 5 min, counted from the end of the last run. Ten minutes without a
/// restart, and it begins anew.
///
/// - Source: Kubernetes documentation, "Container restarts".
struct RestartBackoff: Sendable, Hashable {
    static let first = Duration.seconds(10)
    static let longest = Duration.seconds(300)
    static let forgottenAfter = Duration.seconds(600)

    /// The wait that the next restart has to keep; nil before the first restart.
    private(set) var delay: Duration?
    private var changedAt: Timestamp?

    /// When the container may start again; a time in the past or nil for at once.
    func mayStart(after end: Timestamp, now: Timestamp) -> Timestamp? {
        guard let delay, let changedAt, now.since(changedAt) <= Self.forgottenAfter else { return nil }
        return end.adding(delay)
    }

    /// Counts a restart.
    mutating func noteRestart(at now: Timestamp) {
        if let delay, let changedAt, now.since(changedAt) <= Self.forgottenAfter {
            self.delay = min(delay * 2, Self.longest)
        } else {
            delay = Self.first
        }
        changedAt = now
    }
}
