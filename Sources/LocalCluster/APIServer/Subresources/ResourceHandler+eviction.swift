import KubernetesModel
import NIOCore

extension ResourceHandler {
    /// Deletes a pod if its disruption budget allows it.
    ///
    /// - Source: Kubernetes documentation, "API-initiated Eviction".
    func evict() async throws -> Answer {
        let writeOptions = try writeOptions("CreateOptions")
        let body = try BodyDecoding.object(of: request, kind: "Eviction", apiVersion: "policy/v1")
        guard let pod = store.get(key) else { throw served.notFound(target.name) }
        if let name = body[path: ["metadata", "name"]]?.string, !name.isEmpty, name != target.name {
            throw StatusError.badRequest("name in URL does not match name in Eviction object")
        }
        var options = try DeleteOptions(body: body["deleteOptions"], query: request.query)
        options.isDryRun = options.isDryRun || writeOptions.isDryRun
        if try needsBudget(pod) { try await takeFromBudget(of: pod, isDryRun: options.isDryRun) }
        _ = try await writer(writeOptions).delete(namespace: target.namespace, name: target.name, options: options)
        return created()
    }

    /// A pod that serves nobody may go at any time.
    private func needsBudget(_ pod: StoredObject) throws -> Bool {
        let phase = pod.value[path: ["status", "phase"]]?.string
        return phase == "Running" && !pod.isBeingDeleted
    }

    private static var budgets: GroupResource { GroupResource("policy", "poddisruptionbudgets") }

    private func takeFromBudget(of pod: StoredObject, isDryRun: Bool) async throws {
        let labels = (pod.value[path: ["metadata", "labels"]]?.object ?? [:]).compactMapValues(\.string)
        let matching = store.list(Self.budgets, namespace: target.namespace).objects.filter { budget in
            guard let selector = budget.value[path: ["spec", "selector"]].flatMap(LabelSelector.init(json:)) else { return false }
            return selector.matches(labels)
        }
        guard let budget = matching.first else { return }
        if matching.count > 1 {
            throw StatusError.internalError(
                "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.")
        }
        try await store.modify(budget.key, isDryRun: isDryRun) { budget in
            let isReady = (pod.value[path: ["status", "conditions"]]?.array ?? []).contains {
                $0["type"]?.string == "Ready" && $0["status"]?.string == "True"
            }
            let status = budget["status"] ?? .emptyObject
            let healthy = status["currentHealthy"]?.integer ?? 0
            let desired = status["desiredHealthy"]?.integer ?? 0
            if !isReady, budget[path: ["spec", "unhealthyPodEvictionPolicy"]]?.string == "AlwaysAllow" || (healthy >= desired && desired > 0) {
                return
            }
            let name = budget[path: ["metadata", "name"]]?.string ?? ""
            if (status["observedGeneration"]?.integer ?? 0) < (budget[path: ["metadata", "generation"]]?.integer ?? 0) {
                throw Self.budgetRefusal("The disruption budget \(name) is still being processed by the server.", retryAfter: 10)
            }
            let allowed = status["disruptionsAllowed"]?.integer ?? 0
            guard allowed > 0 else {
                throw Self.budgetRefusal("The disruption budget \(name) needs \(desired) healthy pods and has \(healthy) currently")
            }
            budget[path: ["status", "disruptionsAllowed"]] = .integer(allowed - 1)
            budget[path: ["status", "disruptedPods", pod.name]] = .string(now.description)
        }
    }

    private static func budgetRefusal(_ why: String, retryAfter: Int64? = nil) -> StatusError {
        var details: JSONValue = ["causes": [["reason": "DisruptionBudget", "message": .string(why)]]]
        if let retryAfter { details["retryAfterSeconds"] = .integer(retryAfter) }
        return .tooManyRequests("Cannot evict pod as it would violate the pod's disruption budget.", details: details)
    }
}
