import KubernetesModel
import NIOCore

extension ResourceHandler {
    /// Assigns a pod to a node, once.
    ///
    /// - Parameter name: of the pod; empty where the body says it.
    func bind(name: String) async throws -> Answer {
        let options = try writeOptions("CreateOptions")
        let body = try BodyDecoding.object(of: request, kind: "Binding", apiVersion: "v1")
        let pod = name.isEmpty ? body[path: ["metadata", "name"]]?.string ?? "" : name
        guard let node = body[path: ["target", "name"]]?.string, !node.isEmpty else {
            throw StatusError(code: 500, reason: nil, message: "target.name: Required value")
        }
        let pods = GroupResource("", "pods")
        func refusal(_ why: String) -> StatusError { .conflict(group: "", resource: "pods/binding", name: pod, why) }
        try await store.modify(StorageKey(pods, namespace: target.namespace, name: pod), isDryRun: options.isDryRun) { object in
            if let known = object[path: ["spec", "nodeName"]]?.string, !known.isEmpty {
                throw refusal("pod \(pod) is already assigned to node \"\(known)\"")
            }
            if object[path: ["metadata", "deletionTimestamp"]]?.string != nil {
                throw refusal("pod \(pod) is being deleted, cannot be assigned to a host")
            }
            object[path: ["spec", "nodeName"]] = .string(node)
            for key in ["annotations", "labels"] {
                for (name, value) in body[path: ["metadata", key]]?.object ?? [:] { object[path: ["metadata", key, name]] = value }
            }
            var conditions = (object[path: ["status", "conditions"]]?.array ?? []).filter { $0["type"]?.string != "PodScheduled" }
            conditions.append([
                "type": "PodScheduled", "status": "True", "lastProbeTime": nil, "lastTransitionTime": .string(now.description),
            ])
            object[path: ["status", "conditions"]] = .array(conditions)
        }
        return created()
    }
}

extension ObjectStore {
    /// Changes an object in a way that the rules of its kind do not allow to clients.
    ///
    /// - Throws: a 404 if there is none, what `change` throws, a 409 if others were faster too often.
    @discardableResult
    func modify(_ key: StorageKey, isDryRun: Bool = false, _ change: (inout JSONValue) throws -> Void) async throws -> StoredObject {
        for _ in 0..<ObjectWriter.attempts {
            guard let current = get(key) else {
                throw StatusError.notFound(group: key.resource.group, resource: key.resource.resource, name: key.name)
            }
            var value = current.value
            try change(&value)
            if value == current.value || isDryRun { return current }
            do {
                return try await update(current, to: value)
            } catch StoreError.conflict {
                continue
            }
        }
        throw StatusError.conflict(group: key.resource.group, resource: key.resource.resource, name: key.name, StatusError.objectModified)
    }
}
