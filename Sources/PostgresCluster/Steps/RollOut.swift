import KubernetesModel

/// Replaces Pods of instances that are not as their StatefulSet has them: one at a time, replicas first, the leader last.
///
/// The leader's Pod hands the leadership over before it stops (see the hook `pre-stop`).
///
/// - Reads: the revision that the StatefulSet controller wrote, readiness and replication of the others.
/// - Plans: deletion of one Pod.
/// - Never: takes a Pod while another member is not ready, unless the Pod itself is the broken one.
struct RollOut: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard !cluster.isGoingDown, cluster.patroni?.isPaused != true else { return }
        let outdated = cluster.instances.filter(\.isOutdated)
        guard !outdated.isEmpty else { return }
        let members = cluster.members
        // A Pod that never became ready is replaced at once: its new template may be what repairs it.
        let next =
            outdated.first { $0.member?.isReady == false && $0.member?.role?.leads != true }
            ?? outdated.first { $0.member?.role?.leads != true } ?? outdated.first
        guard let member = next?.member else { return }
        let because = Because(.podOutdated, "\(member.name) is replaced: its StatefulSet has changed")
        plan.wait(because: Because(.rollingOut, "\(outdated.count) Pods are still to be replaced; next is \(member.name)"))
        guard !member.isTerminating else { return }
        let broken = members.first { other in
            other.name != member.name && (!other.isReady || !(other.role?.leads == true || other.isStreaming))
        }
        if let broken, member.isReady {
            plan.wait(because: Because(.rollingOut, "the replacement of \(member.name) waits until \(broken.name) is ready and streams"))
            return
        }
        if let deletion = Deletion(member.pod, holdsData: false, because: because) { plan.deletions.append(deletion) }
    }
}

extension ObservedInstance {
    /// Whether its Pod was made from an older template; false while the StatefulSet controller has not yet seen the present one.
    var isOutdated: Bool {
        guard let set = statefulSet, let member, set.isThere, let wanted = set.status?.updateRevision,
            set.status?.observedGeneration == set.metadata.generation
        else { return false }
        return member.pod.metadata.labels?["controller-revision-hash"] != wanted
    }
}
