import ControllerRuntime
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

    /// How long it waits after a failure: the API server is on this machine, and mostly back in a moment.
    private static let backoff = Backoff(first: .milliseconds(100), limit: .seconds(5))

    /// Follows the API server until the task is cancelled.
    func run(_ api: any KubernetesAPI, logger: Logger, onChange: @Sendable (Change) async -> Void, onComplete: @Sendable () async -> Void) async {
        let watch = CollectionWatch(WatchSource(type), api: api, backoff: Self.backoff)
        await watch.run { error in
            logger.debug("A watch broke and begins anew", metadata: ["resource": "\(type.groupResource)", "reason": "\(error)"])
            return false
        } _: { change in
            switch change {
            case .put(let object): await put(object, onChange)
            case .remove(let key): await remove(key, onChange)
            case .keepOnly(let keys):
                for key in state.withLock({ $0.objects.keys.filter { !keys.contains($0) } }) { await remove(key, onChange) }
            case .synced:
                state.withLock { $0.isComplete = true }
                await onComplete()
            }
        }
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

    private func remove(_ key: ObjectKey, _ onChange: (Change) async -> Void) async {
        let old = state.withLock { $0.objects.removeValue(forKey: key) }
        if let old { await onChange(Change(type: type, key: key, old: old, new: nil)) }
    }
}

extension JSONValue {
    var objectKey: ObjectKey {
        ObjectKey(namespace: self[path: "metadata", "namespace"]?.string, name: self[path: "metadata", "name"]?.string ?? "")
    }
    var uid: String { self[path: "metadata", "uid"]?.string ?? "" }
}
