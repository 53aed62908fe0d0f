import KubernetesModel

/// The status of a Deployment from its ReplicaSets.
struct DeploymentProgress {
    let deployment: Deployment
    /// Name of the ReplicaSet of the present template.
    let newest: String?
    let sets: [ReplicaSet]
    let now: Timestamp

    var status: DeploymentStatus {
        let total = sets.reduce(0) { $0 + ($1.status?.replicas ?? 0) }
        let ready = sets.reduce(0) { $0 + ($1.status?.readyReplicas ?? 0) }
        let available = sets.reduce(0) { $0 + ($1.status?.availableReplicas ?? 0) }
        let updated = sets.first { $0.metadata.name == newest }?.status?.replicas ?? 0
        let wanted = deployment.spec?.replicas ?? 1
        var status = DeploymentStatus(observedGeneration: deployment.metadata.generation)
        if total > 0 { status.replicas = total }
        if updated > 0 { status.updatedReplicas = updated }
        if ready > 0 { status.readyReplicas = ready }
        if available > 0 { status.availableReplicas = available }
        // During a rollover there are more Pods than the Deployment asks for; those that are not available yet count.
        let missing = max(0, sets.reduce(0) { $0 + ($1.spec?.replicas ?? 0) } - available)
        if missing > 0 { status.unavailableReplicas = missing }
        status.terminatingReplicas = sets.reduce(0) { $0 + ($1.status?.terminatingReplicas ?? 0) }
        let isAvailable = available >= wanted - deployment.maxUnavailable
        let isComplete = updated == wanted && total == wanted && available == wanted
        let name = newest ?? ""
        let progress =
            isComplete
            ? ("NewReplicaSetAvailable", #"ReplicaSet "\#(name)" has successfully progressed."#)
            : ("ReplicaSetUpdated", #"ReplicaSet "\#(name)" is progressing."#)
        var conditions = [
            condition(
                "Available", isAvailable,
                isAvailable ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                isAvailable ? "Deployment has minimum availability." : "Deployment does not have minimum availability.")
        ]
        conditions.append(condition("Progressing", true, progress.0, progress.1))
        // As the server lists them: the one that was written first stays first.
        let order = (deployment.status?.conditions ?? []).compactMap(\.type)
        status.conditions = conditions.sorted { one, two in
            (order.firstIndex(of: one.type ?? "") ?? 9) < (order.firstIndex(of: two.type ?? "") ?? 9)
        }
        return status
    }

    private func condition(_ type: String, _ holds: Bool, _ reason: String, _ message: String) -> DeploymentCondition {
        let before = deployment.status?.conditions?.first { $0.type == type }
        let status = holds ? "True" : "False"
        let isSame = before?.status == status && before?.reason == reason && before?.message == message
        return DeploymentCondition(
            lastTransitionTime: before?.status == status ? before?.lastTransitionTime ?? now : now,
            lastUpdateTime: isSame ? before?.lastUpdateTime ?? now : now, message: message, reason: reason, status: status, type: type)
    }
}
