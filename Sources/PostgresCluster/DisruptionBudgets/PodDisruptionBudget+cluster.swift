public import KubernetesModel

extension PodDisruptionBudget {
    /// How many instances of a set must stay while nodes are drained; nil where that is none.
    ///
    /// A single instance has no budget, so that it does not hold up a drain.
    public static func instances(of set: InstanceSetDefinition, in cluster: ClusterDefinition) -> PodDisruptionBudget? {
        budget(
            cluster.names.disruptionBudget(ofSet: set.name), of: cluster, selector: cluster.setSelector(set.name),
            custom: cluster.instanceMetadata.merging(set.metadata), minAvailable: set.minAvailable, replicas: set.replicas)
    }

    /// How many Pods of the pooler must stay while nodes are drained; nil where that is none.
    public static func pgBouncer(of cluster: ClusterDefinition) -> PodDisruptionBudget? {
        guard let pooler = cluster.pgBouncer else { return nil }
        return budget(
            cluster.names.pgBouncer, of: cluster, selector: cluster.pgBouncerSelector, custom: cluster.metadata(of: pooler.metadata),
            minAvailable: pooler.minAvailable, replicas: pooler.replicas)
    }

    private static func budget(
        _ name: String, of cluster: ClusterDefinition, selector: [String: String], custom: CustomMetadata, minAvailable: IntOrString?, replicas: Int
    ) -> PodDisruptionBudget? {
        let wanted = minAvailable ?? .int(replicas > 1 ? 1 : 0)
        guard let scaled = wanted.scaled(of: replicas, roundingUp: true), scaled > 0 else { return nil }
        return PodDisruptionBudget(
            metadata: .of(cluster, name, labels: selector, custom: custom),
            spec: PodDisruptionBudgetSpec(minAvailable: wanted, selector: LabelSelector(matchLabels: selector)))
    }
}
