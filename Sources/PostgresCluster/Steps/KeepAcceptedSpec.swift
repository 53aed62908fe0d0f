public import KubernetesModel

/// Keeps the spec that is acted on in a ConfigMap, so that a restarted operator can go on by it when the present one is refused.
struct KeepAcceptedSpec: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard let spec = cluster.resource.spec, plan.refusals.isEmpty else { return }
        // Parameters that are still to be checked may yet be refused.
        let isUndecided = plan.actions.contains { if case .readSettings = $0.action { true } else { false } }
        guard !isUndecided else { return }
        plan.objects.append(
            DesiredObject(
                ConfigMap(
                    metadata: .of(cluster.definition, cluster.definition.names.acceptedSpec, labels: cluster.definition.clusterLabel),
                    data: [ConfigMap.acceptedSpecKey: spec.text])))
    }
}

extension ConfigMap {
    /// Key of the spec, as JSON, in `{c}-accepted-spec`.
    public static let acceptedSpecKey = "spec.json"
}

extension ObjectNames {
    /// ConfigMap with the spec that was accepted last.
    public var acceptedSpec: String { "\(cluster)-accepted-spec" }
}
