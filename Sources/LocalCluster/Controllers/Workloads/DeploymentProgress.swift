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
        var conditions = [
            condition(
                "Available", isAvailable ? "True" : "False",
                isAvailable ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                isAvailable ? "Deployment has minimum availability." : "Deployment does not have minimum availability.")
        ]
        if let progressing = progressing(status, isComplete: updated == wanted && total == wanted && available == wanted) {
            conditions.append(progressing)
        }
        // As the server lists them: the one that was written first stays first.
        let order = (deployment.status?.conditions ?? []).compactMap(\.type)
        status.conditions = conditions.sorted { one, two in
            (order.firstIndex(of: one.type ?? "") ?? 9) < (order.firstIndex(of: two.type ?? "") ?? 9)
        }
        return status
    }

    /// How long until a rollout that does not get on has failed; nil if there is no deadline, or nothing waits for it.
    var timeLeft: Duration? {
        guard let deadline, let condition = status.conditions?.first(where: { $0.type == "Progressing" }), condition.reason != Self.complete,
            condition.status == "True", let since = condition.lastUpdateTime
        else { return nil }
        return max(.milliseconds(10), since.adding(.seconds(deadline)).since(now) + .milliseconds(10))
    }

    private static let complete = "NewReplicaSetAvailable"
    private static let timedOut = "ProgressDeadlineExceeded"
    /// Seconds; the greatest number stands for none.
    private var deadline: Int? { deployment.spec?.progressDeadlineSeconds.flatMap { $0 == Int(Int32.max) ? nil : $0 } }

    private func progressing(_ status: DeploymentStatus, isComplete: Bool) -> DeploymentCondition? {
        let before = deployment.status?.conditions?.first { $0.type == "Progressing" }
        let name = newest ?? ""
        if deployment.spec?.paused == true {
            return before?.reason == Self.timedOut ? before : condition("Progressing", "Unknown", "DeploymentPaused", "Deployment is paused")
        }
        // A rollout that is over stays so when a Pod is lost.
        if before?.reason == Self.complete, status.replicas == status.updatedReplicas, before?.message?.contains("\"\(name)\"") == true {
            return before
        }
        if isComplete { return condition("Progressing", "True", Self.complete, #"ReplicaSet "\#(name)" has successfully progressed."#) }
        if isGettingOn(to: status) || before == nil || before?.reason == "DeploymentPaused" || before?.reason == Self.complete {
            var next = condition("Progressing", "True", "ReplicaSetUpdated", #"ReplicaSet "\#(name)" is progressing."#)
            next.lastUpdateTime = now
            return next
        }
        guard let deadline, let since = before?.lastUpdateTime, before?.reason != Self.timedOut, since.adding(.seconds(deadline)) < now else {
            return before
        }
        return condition("Progressing", "False", Self.timedOut, #"ReplicaSet "\#(name)" has timed out progressing."#)
    }

    private func isGettingOn(to status: DeploymentStatus) -> Bool {
        let before = deployment.status ?? DeploymentStatus()
        func old(_ status: DeploymentStatus) -> Int { (status.replicas ?? 0) - (status.updatedReplicas ?? 0) }
        return status.updatedReplicas ?? 0 > before.updatedReplicas ?? 0 || old(status) < old(before)
            || status.readyReplicas ?? 0 > before.readyReplicas ?? 0 || status.availableReplicas ?? 0 > before.availableReplicas ?? 0
    }

    private func condition(_ type: String, _ status: String, _ reason: String, _ message: String) -> DeploymentCondition {
        let before = deployment.status?.conditions?.first { $0.type == type }
        let isSame = before?.status == status && before?.reason == reason && before?.message == message
        return DeploymentCondition(
            lastTransitionTime: before?.status == status ? before?.lastTransitionTime ?? now : now,
            lastUpdateTime: isSame ? before?.lastUpdateTime ?? now : now, message: message, reason: reason, status: status, type: type)
    }
}
