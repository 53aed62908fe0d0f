import KubernetesModel

/// Puts the operator's own finalizer on the cluster, after those of the user.
struct KeepFinalizers: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard cluster.definition.backups.isEnabled, cluster.definition.backups.tracksLatestRestorableTime,
            !cluster.resource.hasFinalizer(Finalizer.stopWatchers), let version = cluster.resource.metadata.resourceVersion
        else { return }
        plan.act(
            .setFinalizers((cluster.resource.metadata.finalizers ?? []) + [Finalizer.stopWatchers], resourceVersion: version),
            because: Because(.created, "the cluster is to be stopped in order before it goes"), quietly: true)
    }
}

extension Finalizer {
    /// On the cluster, set by the operator: what the cluster made is stopped in order before it goes.
    public static let stopWatchers = "internal.percona.com/stop-watchers"
    /// On the cluster, set by the user: data volumes and users' Secrets go with it.
    public static let deletePVC = "percona.com/delete-pvc"
    /// On the cluster, set by the user: certificates go with it.
    public static let deleteSSL = "percona.com/delete-ssl"
    /// On the cluster, set by the user: backups go with it.
    public static let deleteBackups = "percona.com/delete-backups"
    /// Those of a cluster that the operator removes when it has done what they ask for.
    public static let ofCluster: Set = [stopWatchers, deletePVC, deleteSSL, deleteBackups]
}
