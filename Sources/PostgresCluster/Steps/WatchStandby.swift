import KubernetesModel

/// Looks how far a standby cluster is behind what it follows. Nobody tells it: this is asked every few minutes.
///
/// - Reads: what was found last.
/// - Plans: one question when the last answer is old; what the cluster waits for while it is further behind than `maxAcceptableLag`.
/// - Never: asks while no member leads, or before the cluster is up.
struct WatchStandby: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard let standby = cluster.definition.standby, cluster.isBootstrapped, !cluster.isGoingDown else { return }
        ask(standby, cluster, into: &plan)
        guard let lag = cluster.standbyLag, let limit = standby.maximumLag, lag > limit else { return }
        plan.wait(because: Because(.standbyLags, "WAL is lagging by \(lag) bytes (threshold: \(limit) bytes)"))
    }

    private func ask(_ standby: StandbyDefinition, _ cluster: ClusterSnapshot, into plan: inout Plan) {
        let isAsked = plan.actions.contains { if case .askStandby = $0.action { true } else { false } }
        guard !isAsked, let inquiry = cluster.inquiry(about: standby) else { return }
        let because = Because(.changed, "how far the cluster is behind \(standby.source) is looked up")
        if let facts = cluster.knowledge.standby {
            let next = facts.at.adding(interval(standby, facts))
            guard next <= cluster.now else { return plan.lookAgain(after: next.since(cluster.now), because: because.message) }
        } else {
            // Before anything runs that could be behind there is nothing to say.
            guard plan.waits.isEmpty else { return }
        }
        guard cluster.mayRetry(StandbyInquiry.subject, after: Self.interval, growingTo: Self.interval, into: &plan) else { return }
        plan.act(.askStandby(inquiry), because: because, quietly: true)
    }

    private func interval(_ standby: StandbyDefinition, _ facts: StandbyFacts) -> Duration {
        guard let limit = standby.maximumLag, facts.lag ?? 0 > limit else { return Self.interval }
        return Self.intervalWhileLagging
    }

    /// As often as the Percona operator 3.1.0 asks.
    static let interval = Duration.seconds(300)
    static let intervalWhileLagging = Duration.seconds(60)
}

extension ClusterSnapshot {
    /// Bytes that the standby was behind when that was last known; nil where it is not.
    var standbyLag: UInt64? {
        if let facts = knowledge.standby { return facts.lag }
        return resource.status[path: "standby", "lagBytes"]?.integer.map(UInt64.init(clamping:))
    }

    /// `status.standby`; nil for a cluster that follows nothing.
    var standbyStatus: JSONValue? {
        guard let standby = definition.standby else { return nil }
        let before = resource.status["standby"]
        var value: JSONValue = ["follows": .string(standby.source)]
        value.replace("lagBytes", by: standbyLag.map { .integer(Int64(clamping: $0)) }, over: before)
        value.replace("lagLastComputedAt", by: knowledge.standby.map(\.at.json) ?? before?["lagLastComputedAt"], over: before)
        return value
    }

    /// The condition `StandbyLagging`; nil without a limit, and before it was looked at.
    var standbyLagging: ConditionValue? {
        guard let standby = definition.standby, let limit = standby.maximumLag else { return nil }
        guard let lag = standbyLag else {
            guard let facts = knowledge.standby else { return nil }
            if standby.host == nil, mainSite(of: standby)?.leader == nil {
                let words = "no running cluster that archives into \(standby.repoName ?? "the repository") is seen from here"
                return ConditionValue(.unknown, "MainSiteNotFound", "\(words): name it in the annotation \(Annotation.mainSite)")
            }
            return ConditionValue(.unknown, "ErrorGettingLag", facts.problem ?? "the source does not say how far it is")
        }
        return lag > limit
            ? ConditionValue(.yes, "LagDetected", "WAL is lagging by \(lag) bytes (threshold: \(limit) bytes)")
            : ConditionValue(.no, "LagNotDetected", "the standby is \(lag) bytes of WAL behind (threshold: \(limit) bytes)")
    }
}

extension Knowledge {
    /// Key in ``revisions``: the generation of the spec by which the cluster began to follow another one last. SQL and backups from before do not count
    /// any more once it is promoted.
    static let followed = "followed"
}
