import KubernetesModel

/// Deletes what the cluster made and no longer wants: Services, configuration, poolers, budgets, access rights.
///
/// Only objects that the cluster controls go; StatefulSets of instances, Jobs, Secrets and claims have their own steps.
struct RemoveObsolete: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        let wanted = Set(plan.objects.map { Wanted(type: $0.type, name: $0.key.name) })
        func remove<Object: KubernetesObject>(_ objects: [String: Object], unless isKept: (Object) -> Bool = { _ in false }) {
            for (name, object) in objects.sorted(by: { $0.key < $1.key })
            where !wanted.contains(Wanted(type: Object.resourceType, name: name)) && object.isThere && cluster.controls(object) && !isKept(object) {
                let because = Because(.changed, "\(Object.resourceType.kind) \(name) is no longer wanted by the spec")
                if let deletion = Deletion(object, holdsData: false, because: because) { plan.deletions.append(deletion) }
            }
        }
        remove(cluster.services)
        remove(cluster.deployments)
        remove(cluster.configMaps) { $0.metadata.name == cluster.definition.names.acceptedSpec }
        remove(cluster.budgets)
        remove(cluster.roleBindings)
        remove(cluster.roles)
        remove(cluster.serviceAccounts)
        // Instances have their own step; the repository host goes with `backups.enabled: false` only.
        remove(cluster.statefulSets) { $0.metadata.labels?[Label.pgBackRestDedicated] == nil || cluster.definition.backups.isEnabled }
        // Reports on kept volumes are of no more use when the cluster is up.
        if cluster.isBootstrapped { remove(cluster.jobs) { $0.metadata.labels?[Label.volumeReport] == nil } }
    }

    private struct Wanted: Hashable {
        var type: ResourceType
        var name: String
    }
}

extension ClusterSnapshot {
    /// Whether the cluster is the controller of an object.
    func controls(_ object: some KubernetesObject) -> Bool {
        object.metadata.ownerReferences?.contains { $0.controller == true && $0.uid == definition.uid } ?? false
    }
}
