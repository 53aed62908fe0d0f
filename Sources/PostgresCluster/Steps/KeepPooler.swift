import KubernetesModel

/// Keeps PgBouncer: Deployment, Service, configuration and disruption budget.
struct KeepPooler: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard let pooler = cluster.definition.pgBouncer else { return }
        plan.objects += cluster.poolerObjects
        if let budget = PodDisruptionBudget.pgBouncer(of: cluster.definition) { plan.objects.append(DesiredObject(budget)) }
        let status = cluster.deployments[cluster.definition.names.pgBouncer]?.status
        let ready = status?.readyReplicas ?? 0
        let wanted = cluster.definition.isPaused ? 0 : pooler.replicas
        if ready < wanted || (status?.replicas ?? 0) != wanted {
            plan.wait(because: Because(.poolerNotReady, "\(ready) of \(wanted) PgBouncer Pods are ready"))
        }
    }
}
