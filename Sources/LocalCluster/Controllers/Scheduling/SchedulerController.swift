import ControllerRuntime
import KubernetesClient
import KubernetesModel

/// Gives Pods a node: one that their node selector, affinity, taints and resources allow, the one with the best score.
///
/// - Source: Kubernetes documentation, "Assigning Pods to Nodes", "Taints and Tolerations", "Pod Topology Spread Constraints".
struct SchedulerController: Reconciler {
    static let name = "scheduler"
    static let watches = Watches(Pod.self) {
        Mapped(Node.self) { _ in [] }
        Mapped(PersistentVolumeClaim.self) { _ in [] }
        Mapped(PersistentVolume.self) { _ in [] }
        Mapped(StorageClass.self) { _ in [] }
    }
    let cache: Cache
    let writer: ObjectWriter

    func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let pod = cache.get(Pod.self, key), pod.spec?.nodeName == nil, !pod.isTerminating, !pod.isFinished,
            pod.spec?.schedulerName ?? "default-scheduler" == "default-scheduler", (pod.spec?.schedulingGates ?? []).isEmpty
        else { return .never }
        let claims = PodClaims(
            pod: pod, claim: { cache.get(PersistentVolumeClaim.self, $0) }, storageClass: { cache.get(StorageClass.self, ObjectKey(name: $0)) })
        if let problem = claims.problem {
            try await refuse(pod, "0/\(cache.list(Node.self).count) nodes are available: \(problem).")
            return .after(.seconds(1), because: "its claims may still come, or be bound")
        }
        let volumes = claims.all.compactMap { $0.spec?.volumeName }.compactMap { cache.get(PersistentVolume.self, ObjectKey(name: $0)) }
        let choice = NodeChoice(pod: pod, nodes: cache.list(Node.self), pods: cache.list(Pod.self), volumes: volumes)
        switch choice.best {
        case .success(let node):
            let binding: JSONValue = [
                "apiVersion": "v1", "kind": "Binding", "metadata": ["name": .string(key.name)],
                "target": ["apiVersion": "v1", "kind": "Node", "name": .string(node)],
            ]
            do {
                _ = try await writer.api.send(
                    APIRequest(
                        "create pods/binding \(key.name)", method: .post,
                        path: Pod.resourceType.path(namespace: key.namespace, name: key.name, subresource: "binding"), body: binding))
            } catch {
                guard error.code == .conflict || error.code == .notFound else { throw error }
            }
            return .never
        case .failure(let problem):
            try await refuse(pod, problem.message)
            return .after(.seconds(2), because: "a node may become free")
        }
    }

    private func refuse(_ pod: Pod, _ message: String) async throws {
        if let before = pod.condition("PodScheduled"), before.status == "False", before.message == message { return }
        let condition = PodCondition(
            lastTransitionTime: writer.now, message: message, reason: "Unschedulable", status: "False", type: "PodScheduled")
        let others = (pod.status?.conditions ?? []).filter { $0.type != "PodScheduled" }
        try await writer.patch(pod, ["status": ["conditions": (others + [condition]).json]], subresource: "status")
    }
}
