import KubernetesModel

/// Proves that writes get through the Service before the cluster counts as ready, once for each leader.
///
/// - Plans: one `pg_logical_emit_message` from a member's Pod through `{c}-primary`.
/// - Never: on a standby cluster, or again while the same leader leads on the same timeline.
struct ProbeWrite: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard cluster.definition.standby == nil, !cluster.isGoingDown, plan.waits.isEmpty else { return }
        guard let leader = cluster.writable else {
            plan.wait(because: Because(.noLeader, "no primary accepts writes"))
            return
        }
        guard cluster.knowledge.revisions[Knowledge.writeProbe] != cluster.writeProbeRevision else { return }
        let names = cluster.definition.names
        let because = Because(.writeProbePending, "a write through \(names.primary) is tried before the cluster counts as ready")
        plan.wait(because: Because(.writeProbePending, cluster.knowledge.failures[Knowledge.writeProbe]?.message ?? because.message))
        guard cluster.mayRetry(Knowledge.writeProbe, after: Self.retryInterval, into: &plan) else { return }
        plan.act(
            .probeWrite(
                pod: leader.pod.key, podUID: leader.uid, host: "\(names.primary).\(cluster.definition.namespace).svc", port: cluster.definition.port,
                revision: cluster.writeProbeRevision),
            because: because)
    }

    static let retryInterval = Duration.seconds(2)
}

extension ClusterSnapshot {
    /// Whether it has never been ready: what is done until then is part of making it, which `Ready` tells, and no news of its own.
    var isNew: Bool { definition.standby == nil && knowledge.revisions[Knowledge.writeProbe] == nil }

    /// Which leadership the write probe is for.
    var writeProbeRevision: String {
        StableHash.text(of: [patroni?.systemIdentifier ?? "", leader?.uid ?? "", String(leader?.patroni?.timeline ?? 0)].joined(separator: "\n"))
    }
}
