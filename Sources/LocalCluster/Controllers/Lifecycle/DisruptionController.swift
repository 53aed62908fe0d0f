import ControllerRuntime
import KubernetesModel

/// Keeps the status of the PodDisruptionBudgets of a namespace, by which the server allows or refuses evictions.
///
/// - Source: Kubernetes documentation, "Specifying a Disruption Budget", and recorded answers of Kubernetes 1.36.
struct DisruptionController: Reconciler {
    static let name = "disruption"
    static let watches = Watches(Namespace.self) {
        Mapped(PodDisruptionBudget.self) { $0.metadata.namespace.map { [ObjectKey(name: $0)] } ?? [] }
        Mapped(Pod.self) { $0.metadata.namespace.map { [ObjectKey(name: $0)] } ?? [] }
    }
    let cache: Cache
    let writer: ObjectWriter

    func reconcile(_ key: ObjectKey) async throws -> Requeue {
        let pods = cache.list(Pod.self, in: key.name)
        for budget in cache.list(PodDisruptionBudget.self, in: key.name) where !budget.isTerminating {
            guard let selector = budget.spec?.selector else { continue }
            let own = pods.filter { !$0.isFinished && selector.matches($0.metadata.labels ?? [:]) }
            try await writer.updateStatus(budget, status(of: budget, own).json)
        }
        return .never
    }

    private func status(of budget: PodDisruptionBudget, _ pods: [Pod]) -> PodDisruptionBudgetStatus {
        let expected = expectedCount(pods)
        let healthy = pods.filter { $0.isReady && !$0.isTerminating }.count
        let wanted: Int
        if let most = budget.spec?.maxUnavailable {
            wanted = max(0, expected - (most.scaled(of: expected, roundingUp: true) ?? 0))
        } else {
            wanted = (budget.spec?.minAvailable ?? 1).scaled(of: expected, roundingUp: true) ?? 0
        }
        let allowed = max(0, healthy - wanted)
        let holds = allowed > 0
        let reason = holds ? "SufficientPods" : "InsufficientPods"
        let before = budget.status?.conditions?.first { $0.type == "DisruptionAllowed" }
        let value = holds ? "True" : "False"
        let isSame = before?.status == value && before?.reason == reason
        let condition = Condition(
            lastTransitionTime: before?.status == value ? before?.lastTransitionTime : writer.now, message: "",
            observedGeneration: isSame ? before?.observedGeneration ?? budget.metadata.generation : budget.metadata.generation, reason: reason,
            status: value, type: "DisruptionAllowed")
        return PodDisruptionBudgetStatus(
            conditions: [condition], currentHealthy: healthy, desiredHealthy: wanted, disruptionsAllowed: allowed, expectedPods: expected,
            observedGeneration: budget.metadata.generation)
    }

    /// As many as the workloads of the Pods ask for.
    private func expectedCount(_ pods: [Pod]) -> Int {
        var seen: Set<String> = []
        return pods.reduce(0) { count, pod in
            guard let uid = pod.controllerUID else { return count + 1 }
            guard seen.insert(uid).inserted else { return count }
            let replicas =
                cache.list(StatefulSet.self, in: pod.metadata.namespace).first { $0.metadata.uid == uid }.map { $0.spec?.replicas ?? 1 }
                ?? cache.list(ReplicaSet.self, in: pod.metadata.namespace).first { $0.metadata.uid == uid }.map { $0.spec?.replicas ?? 1 }
            return count + (replicas ?? pods.filter { $0.controllerUID == uid }.count)
        }
    }
}
