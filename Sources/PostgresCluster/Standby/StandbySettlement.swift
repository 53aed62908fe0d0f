import KubernetesModel

/// Decides whether a cluster follows another one: what `spec.standby` asks for becomes true only where no transaction is lost by it.
///
/// What Patroni's record says holds until then, and the condition `Accepted` says why. All steps are asked about the cluster as it was settled here.
///
/// - Reads: `spec.standby`, `standby_cluster` in Patroni's record, what the source answered last.
/// - Plans: a question to the source; an event when the cluster is promoted.
/// - Never: promotes a cluster while its source answers and has WAL that has not arrived, or accepts writes; makes a cluster that
///   accepts writes follow another one. Annotations allow either.
struct StandbySettlement {
    private let cluster: ClusterSnapshot
    /// What Patroni follows.
    private let recorded: StandbyDefinition?

    /// The cluster with `standby` as it holds.
    static func settle(_ cluster: ClusterSnapshot, into plan: inout Plan) -> ClusterSnapshot {
        var settled = cluster
        settled.definition.standby = StandbySettlement(cluster).standby(into: &plan)
        return settled
    }

    private init(_ cluster: ClusterSnapshot) {
        self.cluster = cluster
        recorded = StandbyDefinition(recorded: cluster.patroni?.configuration)
    }

    private func standby(into plan: inout Plan) -> StandbyDefinition? {
        let wanted = cluster.definition.standby
        guard cluster.isBootstrapped, cluster.patroni?.configuration != nil, !cluster.resource.isUnmanaged else { return wanted }
        switch (wanted, recorded) {
        case (nil, let recorded?): return mayPromote(from: recorded, into: &plan) ? nil : recorded
        case (.some(let wanted), nil): return mayDemote(to: wanted, into: &plan) ? wanted : nil
        default: return wanted
        }
    }

    // MARK: Promotion

    private func mayPromote(from standby: StandbyDefinition, into plan: inout Plan) -> Bool {
        // While it is not known who leads nobody can be promoted, and nothing is told of a cluster that goes anyway.
        guard !cluster.isGoingDown else { return false }
        if cluster.resource.allows(Annotation.promoteAnyway) { return promote(standby, into: &plan) }
        guard let inquiry = cluster.inquiry(about: standby) else {
            plan.wait(because: Because(.promotionPending, "the cluster is promoted as soon as a member leads"))
            return false
        }
        guard let facts = cluster.knowledge.standby, cluster.now < facts.at.adding(Self.freshness) else {
            let words = cluster.knowledge.failures[StandbyInquiry.subject]?.message
            plan.wait(because: Because(.promotionPending, words ?? "before the promotion \(standby.source) is asked whether it has more"))
            guard cluster.mayRetry(StandbyInquiry.subject, after: Self.interval, into: &plan) else { return false }
            plan.act(.askStandby(inquiry), because: Because(.promotionPending, "\(standby.source) is asked whether it has more"), quietly: true)
            return false
        }
        guard let obstacle = obstacle(standby, facts) else { return promote(standby, into: &plan) }
        plan.refusals.append(
            "spec.standby.enabled: the cluster goes on following: \(obstacle): stop it first (spec.pause: true there), or annotate this cluster with "
                + "\(Annotation.promoteAnyway)=true to do without what it has")
        plan.lookAgain(after: Self.interval, because: "\(standby.source) is asked again whether it has more")
        return false
    }

    /// What would be lost, or done twice; nil if nothing.
    private func obstacle(_ standby: StandbyDefinition, _ facts: StandbyFacts) -> String? {
        let name = cluster.mainSite(of: standby).map { "\($0.key.namespace ?? "")/\($0.key.name)" } ?? standby.source
        if facts.isSourceAhead { return "\(name) still answers, and has WAL that has not arrived here (status.standby.lagBytes)" }
        guard facts.answer?.acceptsWrites == true else { return nil }
        let archive = standby.repoName.map { ", and archives into \($0), into which this cluster would archive then" } ?? ""
        return "\(name) still accepts writes, which would not arrive here any more\(archive)"
    }

    private func promote(_ standby: StandbyDefinition, into plan: inout Plan) -> Bool {
        plan.events.append(PlannedEvent(.normal, Because(.promoted, "the cluster is promoted: it no longer follows \(standby.source)")))
        return true
    }

    /// How old an answer may be when it decides.
    private static let freshness = Duration.seconds(5)
    /// Time until the source is asked again.
    private static let interval = Duration.seconds(10)

    // MARK: Demotion

    private func mayDemote(to standby: StandbyDefinition, into plan: inout Plan) -> Bool {
        if cluster.resource.allows(Annotation.giveUpWrites) { return true }
        plan.refusals.append(
            "spec.standby.enabled: this cluster accepts writes; what \(standby.source) does not have of them would be lost: set it to false and make a new "
                + "standby cluster, or annotate this one with \(Annotation.giveUpWrites)=true")
        return false
    }
}

extension ClusterSnapshot {
    /// Whether the cluster follows another one by Patroni's record.
    public var isStandby: Bool { StandbyDefinition(recorded: patroni?.configuration) != nil }
}

extension ClusterResource {
    /// Whether a person allows something by an annotation.
    func allows(_ annotation: String) -> Bool { metadata.annotations?[annotation] == "true" }
}

extension Annotation {
    /// On a standby cluster: `true` has it promoted though its source still answers.
    public static let promoteAnyway = "egret.dev/promote-anyway"
    /// On a cluster that accepts writes: `true` allows it to become a standby cluster, which gives up what the source does not have.
    public static let giveUpWrites = "egret.dev/give-up-writes"
}
