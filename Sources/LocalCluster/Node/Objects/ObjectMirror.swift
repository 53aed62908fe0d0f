import KubernetesClient
import KubernetesModel
import Logging
import Synchronization

/// All objects of one kind, as the API server has them: listed, then watched.
final class ObjectMirror: Sendable {
    /// A change of one object: `old` is nil for a new one, `new` for one that is gone.
    struct Change: Sendable {
        let type: ResourceType
        let key: ObjectKey
        let old: JSONValue?
        let new: JSONValue?
    }

    private struct State {
        var objects: [ObjectKey: JSONValue] = [:]
        var isComplete = false
    }

    let type: ResourceType
    private let state = Mutex(State())

    init(_ type: ResourceType) { self.type = type }

    /// Whether everything that existed when the mirror began has been seen. Before, a missing object may only be late.
    var isComplete: Bool { state.withLock { $0.isComplete } }
    var all: [JSONValue] { state.withLock { Array($0.objects.values) } }
    subscript(key: ObjectKey) -> JSONValue? { state.withLock { $0.objects[key] } }

    /// Follows the API server until the task is cancelled.
    func run(_ api: any KubernetesAPI, logger: Logger, onChange: @Sendable (Change) async -> Void, onComplete: @Sendable () async -> Void) async {
        var pause = Duration.milliseconds(100)
        while !Task.isCancelled {
            do {
                var version = try await list(api, onChange)
                if !state.withLock({ $0.isComplete }) {
                    state.withLock { $0.isComplete = true }
                    await onComplete()
                }
                pause = .milliseconds(100)
                while !Task.isCancelled { version = try await watch(api, from: version, onChange) }
            } catch {
                if Task.isCancelled { return }
                logger.debug("A watch broke and begins anew", metadata: ["resource": "\(type.groupResource)", "reason": "\(error)"])
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(5))
            }
        }
    }

    private func list(_ api: any KubernetesAPI, _ onChange: (Change) async -> Void) async throws -> String {
        let list = try await api.list(type)
        var missing = state.withLock { $0.objects }
        for object in list.items {
            missing[object.objectKey] = nil
            await put(object, onChange)
        }
        for key in missing.keys { await remove(key, last: nil, onChange) }
        return list.resourceVersion
    }

    /// Follows one watch to its end.
    ///
    /// - Returns: the version from which the next one begins.
    private func watch(_ api: any KubernetesAPI, from version: String, _ onChange: (Change) async -> Void) async throws -> String {
        var version = version
        let query: [APIRequest.QueryItem] = [.init("resourceVersion", version), .init("allowWatchBookmarks", "true")]
        for try await event in try await api.watch(APIRequest("watch \(type.groupResource)", path: type.path(), query: query)) {
            switch event {
            case .added(let object), .modified(let object):
                version = object[path: "metadata", "resourceVersion"]?.string ?? version
                await put(object, onChange)
            case .deleted(let object):
                version = object[path: "metadata", "resourceVersion"]?.string ?? version
                await remove(object.objectKey, last: object, onChange)
            case .bookmark(let seen, _): version = seen
            }
        }
        // A server may close a watch at once: do not ask in a circle.
        try await Task.sleep(for: .milliseconds(20))
        return version
    }

    private func put(_ object: JSONValue, _ onChange: (Change) async -> Void) async {
        let key = object.objectKey
        let old = state.withLock { state in
            let old = state.objects[key]
            state.objects[key] = object
            return old
        }
        if old != object { await onChange(Change(type: type, key: key, old: old, new: object)) }
    }

    private func remove(_ key: ObjectKey, last: JSONValue?, _ onChange: (Change) async -> Void) async {
        let old = state.withLock { $0.objects.removeValue(forKey: key) }
        if old != nil { await onChange(Change(type: type, key: key, old: last ?? old, new: nil)) }
    }
}

extension JSONValue {
    var objectKey: ObjectKey {
        ObjectKey(namespace: self[path: "metadata", "namespace"]?.string, name: self[path: "metadata", "name"]?.string ?? "")
    }
    var uid: String { self[path: "metadata", "uid"]?.string ?? "" }
}
