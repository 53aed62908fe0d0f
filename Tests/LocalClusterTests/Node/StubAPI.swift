import KubernetesClient
import KubernetesModel
import Synchronization

/// An API server in memory with just what a node asks for: get, list, watch, create, merge patch, delete, tokens.
final class StubAPI: KubernetesAPI {
    private struct State {
        var version: Int64 = 1
        var objects: [String: JSONValue] = [:]
        var watchers: [Int: (prefix: String, continuation: WatchStream.Continuation)] = [:]
        var nextWatcher = 0
        var tokens = 0
    }
    private let state = Mutex(State())

    func send(_ request: APIRequest) async throws(KubernetesError) -> JSONValue {
        let result = state.withLock { state in Result { () throws(KubernetesError) in try Self.answer(request, &state) } }
        return try result.get()
    }

    func watch(_ request: APIRequest) async throws(KubernetesError) -> WatchStream {
        let (stream, continuation) = WatchStream.makeStream()
        let since = Int64(request.query.first { $0.name == "resourceVersion" }?.value ?? "0") ?? 0
        state.withLock { state in
            let number = state.nextWatcher
            state.nextWatcher += 1
            let prefix = request.path + "/"
            for (path, object) in state.objects where Self.isIn(path, prefix) && (Int64(object.version) ?? 0) > since {
                continuation.yield(.added(object))
            }
            state.watchers[number] = (prefix, continuation)
            continuation.onTermination = { _ in _ = self.state.withLock { $0.watchers.removeValue(forKey: number) } }
        }
        return stream
    }

    /// Creates or replaces an object, without any rules.
    func put(_ object: some KubernetesObject) {
        let key = object.key
        let path = type(of: object).resourceType.path(namespace: key.namespace, name: key.name)
        state.withLock { state in
            let isNew = state.objects[path] == nil
            let stored = Self.store(object.json, at: path, &state)
            Self.tell(isNew ? .added(stored) : .modified(stored), path, &state)
        }
    }

    func object(_ type: ResourceType, _ key: ObjectKey) -> JSONValue? {
        state.withLock { $0.objects[type.path(namespace: key.namespace, name: key.name)] }
    }

    func objects(_ type: ResourceType) -> [JSONValue] {
        state.withLock { state in state.objects.filter { $0.value["kind"]?.string == type.kind }.map(\.value) }
    }

    /// As a server does: sets the deletion, or removes at once with a grace period of 0.
    func deletePod(_ key: ObjectKey, grace: Int) {
        let path = Pod.resourceType.path(namespace: key.namespace, name: key.name)
        state.withLock { state in
            guard var object = state.objects[path] else { return }
            if grace == 0 {
                state.objects[path] = nil
                Self.tell(.deleted(object), path, &state)
                return
            }
            object[path: ["metadata", "deletionTimestamp"]] = "2026-01-01T00:00:00Z"
            object[path: ["metadata", "deletionGracePeriodSeconds"]] = .integer(Int64(grace))
            let stored = Self.store(object, at: path, &state)
            Self.tell(.modified(stored), path, &state)
        }
    }

    private static func isIn(_ path: String, _ prefix: String) -> Bool {
        // Namespaces themselves, not what is in them.
        if prefix == "/api/v1/namespaces/" { return path.hasPrefix(prefix) && !path.dropFirst(prefix.count).contains("/") }
        // `/api/v1/pods/` also stands for the pods of all namespaces.
        if path.hasPrefix(prefix) { return true }
        guard let plural = prefix.split(separator: "/").last else { return false }
        let parts = path.split(separator: "/")
        return parts.count >= 2 && parts[parts.count - 2] == plural && path.contains("/namespaces/")
    }

    private static func tell(_ event: WatchEvent, _ path: String, _ state: inout State) {
        for watcher in state.watchers.values where isIn(path, watcher.prefix) { watcher.continuation.yield(event) }
    }

    private static func store(_ object: JSONValue, at path: String, _ state: inout State) -> JSONValue {
        state.version += 1
        var object = object
        object[path: ["metadata", "resourceVersion"]] = .string(String(state.version))
        state.objects[path] = object
        return object
    }

    private static func answer(_ request: APIRequest, _ state: inout State) throws(KubernetesError) -> JSONValue {
        var path = request.path
        for subresource in ["/status"] where path.hasSuffix(subresource) { path = String(path.dropLast(subresource.count)) }
        switch request.method {
        case .get:
            if let object = state.objects[path] { return object }
            let items = state.objects.filter { isIn($0.key, path + "/") }.sorted { $0.key < $1.key }.map(\.value)
            let last = path.split(separator: "/").last.map(String.init) ?? ""
            guard
                [
                    "pods", "configmaps", "secrets", "services", "endpointslices", "persistentvolumeclaims", "persistentvolumes", "nodes",
                    "namespaces", "networkpolicies",
                ].contains(last)
            else { throw KubernetesError(.notFound, request: request.summary) }
            return ["metadata": ["resourceVersion": .string(String(state.version))], "items": .array(items)]
        case .post:
            if path.hasSuffix("/token") {
                state.tokens += 1
                return ["status": ["token": .string("token-\(state.tokens)"), "expirationTimestamp": "2100-01-01T00:00:00Z"]]
            }
            guard let body = request.body, let name = body[path: "metadata", "name"]?.string else {
                throw KubernetesError(.badRequest, request: request.summary)
            }
            guard state.objects["\(path)/\(name)"] == nil else { throw KubernetesError(.alreadyExists, request: request.summary) }
            let stored = store(body, at: "\(path)/\(name)", &state)
            tell(.added(stored), "\(path)/\(name)", &state)
            return stored
        case .patch:
            guard let present = state.objects[path], let patch = request.body else { throw KubernetesError(.notFound, request: request.summary) }
            if let uid = patch[path: "metadata", "uid"], uid != present[path: "metadata", "uid"] {
                throw KubernetesError(.conflict, request: request.summary)
            }
            let merged = merge(present, patch)
            if merged == present { return present }
            let stored = store(merged, at: path, &state)
            tell(.modified(stored), path, &state)
            return stored
        case .delete:
            guard let present = state.objects.removeValue(forKey: path) else { throw KubernetesError(.notFound, request: request.summary) }
            tell(.deleted(present), path, &state)
            return present
        case .put: throw KubernetesError(.methodNotAllowed, request: request.summary)
        }
    }

    private static func merge(_ value: JSONValue, _ patch: JSONValue) -> JSONValue {
        guard let members = patch.object else { return patch }
        var result = value.object ?? [:]
        for (key, part) in members {
            // A ternary would make JSON's null of this nil.
            if part.isNull { result[key] = Optional<JSONValue>.none } else { result[key] = merge(result[key] ?? .null, part) }
        }
        return .object(result)
    }
}

extension JSONValue {
    fileprivate var version: String { self[path: "metadata", "resourceVersion"]?.string ?? "0" }
}
