import KubernetesModel

/// Makes the volume claims that the user's own containers ask for (`sidecarPVCs`), under the very names that the user gave.
///
/// - Reads: claims of the cluster.
/// - Plans: each claim; its changes only if the cluster made it.
/// - Never: takes over a claim of this name that somebody else made, or deletes one that is no longer asked for.
struct KeepSidecarClaims: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        var names: Set<String> = []
        for claim in PersistentVolumeClaim.sidecars(of: cluster.definition) {
            // Two sets may name one claim, which is then the first one's.
            guard let name = claim.metadata.name, names.insert(name).inserted else { continue }
            plan.objects.append(DesiredObject(claim.adopted(by: cluster.definition), updates: cluster.claims[name] != nil))
        }
    }
}
