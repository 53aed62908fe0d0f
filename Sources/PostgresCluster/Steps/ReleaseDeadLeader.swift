public import KubernetesModel

/// Lets the others elect at once when the leader's container has ended and will not start within a second.
///
/// Patroni's lease would expire only `ttl` seconds (30 by default) after the leader's last sign of life. What counts as proof is narrow: the
/// kubelet says that the container ended, and the record was last renewed by the run that ended. A Pod that is absent, unknown or on a lost node proves nothing,
/// and a container that restarts at once is left alone, because its member leads again sooner than another could.
///
/// - Reads: Patroni's record, the container's status, the others' WAL positions.
/// - Plans: one ``Action/releaseLeader(_:)``, whose preconditions are checked again against the API server.
/// - Never: acts while Patroni is paused, or when no member could take over without losing more than `maximum_lag_on_failover`: where annotations are too
///   old to tell, the executor asks the members first.
public struct ReleaseDeadLeader: PlanStep {
    public init() {}

    public func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard let record = cluster.leaderRecord, let leader = record.leader, let renewTime = record.renewTime,
            !cluster.isGoingDown, cluster.patroni?.isPaused != true,
            let member = cluster.members.first(where: { $0.name == leader }),
            let death = ContainerDeath(of: member, at: cluster.now), death.staysDown(at: cluster.now)
        else { return }
        guard renewTime < death.finishedAt.adding(Self.clockGrain) else { return }
        guard let heirs = cluster.heirs(of: leader, leaderPosition: record.optime) else { return }
        plan.act(
            .releaseLeader(
                LeaderRelease(
                    endpoints: record.endpoints, resourceVersion: record.resourceVersion, member: leader, podUID: member.uid,
                    finishedAt: death.finishedAt, renewTime: renewTime, heirs: heirs)),
            because: Because(
                .leaderReleased,
                "\(leader) ended at \(death.finishedAt) and will not start soon; \(heirs.text) can take over without waiting for the lease"))
        plan.lookAgain(after: .seconds(1), because: "\(leader) has ended; if nobody could take over yet, the others are asked again")
    }

    /// The kubelet writes whole seconds, so the end was less than one after `finishedAt`, by the same node's clock as Patroni's `renewTime`. The next run of
    /// a container that stays down begins a second later at the earliest: a record renewed before that is the one of the run that ended.
    static let clockGrain = Duration.seconds(1)
}

/// How the container `database` ended, by the kubelet's word.
public struct ContainerDeath: Sendable, Hashable {
    public var finishedAt: Timestamp
    /// How often the container was started again in this Pod.
    public var restarts: Int
    /// When the run before the last one ended.
    public var previousEnd: Timestamp?
    public var isInBackOff: Bool
    public var isFinal: Bool

    /// Nil while the container runs, has never run, or its Pod's status says nothing certain.
    public init?(of member: Member, at now: Timestamp) {
        guard let status = member.databaseStatus, let phase = member.pod.status?.phase, phase != "Unknown" else { return nil }
        restarts = status.restartCount ?? 0
        isFinal = phase == "Failed" || phase == "Succeeded"
        if let ended = status.state?.terminated, let finishedAt = ended.finishedAt {
            self.finishedAt = finishedAt
            previousEnd = status.lastState?.terminated?.finishedAt
            isInBackOff = false
        } else if let waiting = status.state?.waiting, let finishedAt = status.lastState?.terminated?.finishedAt {
            self.finishedAt = finishedAt
            previousEnd = nil
            isInBackOff = waiting.reason == "CrashLoopBackOff"
        } else {
            return nil
        }
    }

    /// Whether the kubelet will surely not start it within a second.
    ///
    /// The kubelet says `CrashLoopBackOff` only some 12 s after the end. It is foreseen: the first restart is immediate, each further one within
    /// ten minutes waits for 10 s or more.
    public func staysDown(at now: Timestamp) -> Bool {
        if isFinal || isInBackOff { return true }
        guard restarts > 0, let previousEnd else { return false }
        return finishedAt.since(previousEnd) < Self.backOffMemory
    }

    /// How long the kubelet remembers a container's failures: it starts at once again after it ran for that long.
    ///
    /// - Source: Kubernetes documentation, "Pod Lifecycle", container restart policy: the delay is reset after 10 minutes without problems.
    static let backOffMemory = Duration.seconds(600)
}

extension Heirs {
    /// Who may take over, for people.
    fileprivate var text: String { known ?? candidates.map(\.pod.name).joined(separator: " or ") }
}
