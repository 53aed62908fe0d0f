public import KubernetesModel
import Synchronization

/// What the watches of an ``Operator`` have shown: projections of objects, kept up to date.
///
/// Reading never asks the server and never fails. Objects are as old as the watch that brought them; a write that was made through an
/// ``Applier`` is seen at once. Lists are sorted by namespace and name.
///
/// That an object is not here means that it does not exist only if its collection is watched and has been read: ``lookup(_:_:)`` tells.
public final class Cache: Sendable {
    /// What the cache knows about an object.
    public enum Lookup<Object: Sendable>: Sendable {
        case found(Object)
        /// The server has no such object.
        case absent
        /// Nothing that is watched would show it, or has been read completely yet.
        case unknown
    }

    private struct Contents: Sendable {
        var stores: [ResourceType: Store] = [:]
        /// What is watched of each kind, and whether it has been read. There may be thousands of single objects.
        var collections: [ResourceType: [Int: (source: WatchSource, isSynced: Bool)]] = [:]
        var single: [NamedObject: (id: Int, isSynced: Bool)] = [:]

        /// The sources that have been read and would show an object.
        func readSources(of type: ResourceType, _ key: ObjectKey, where condition: (WatchSource) -> Bool) -> Set<Int> {
            var found = Set((collections[type] ?? [:]).filter { $0.value.isSynced && condition($0.value.source) }.keys)
            if let single = single[NamedObject(type, key)], single.isSynced { found.insert(single.id) }
            return found
        }
    }

    public let scope: WatchScope
    private let policies: [ResourceType: CachePolicy]
    private let indexedLabels: Set<String>
    private let contents = Mutex(Contents())
    private let follow = Mutex<(@Sendable (Set<NamedObject>, Dependent) -> Void)?>(nil)
    private let wrote = Mutex<(@Sendable (Store.Change) -> Void)?>(nil)

    /// - Parameters:
    ///   - scope: the namespaces that are watched.
    ///   - policies: how objects of some kinds are kept; the others are kept whole, and any change of them is significant.
    ///   - indexedLabels: labels by which objects are looked up often.
    public init(scope: WatchScope = .allNamespaces, indexedLabels: Set<String> = [], _ policies: [CachePolicy] = []) {
        self.scope = scope
        self.policies = Dictionary(policies.map { ($0.type, $0) }, uniquingKeysWith: { _, last in last })
        self.indexedLabels = indexedLabels
    }

    /// One object; nil if the cache does not have it.
    public func get<Object: KubernetesObject>(_ type: Object.Type, _ key: ObjectKey) -> Object? {
        contents.withLock { $0.stores[Object.resourceType]?[key] }.map { Object(json: $0) }
    }

    /// One object as JSON; nil if the cache does not have it.
    public func get(_ type: ResourceType, _ key: ObjectKey) -> JSONValue? { contents.withLock { $0.stores[type]?[key] } }

    /// One object, or whether it is certain that there is none.
    public func lookup<Object: KubernetesObject>(_ type: Object.Type, _ key: ObjectKey) -> Lookup<Object> {
        contents.withLock { contents in
            if let object = contents.stores[Object.resourceType]?[key] { return .found(Object(json: object)) }
            return contents.readSources(of: Object.resourceType, key, where: { $0.wouldContain(key) }).isEmpty ? .unknown : .absent
        }
    }

    /// The objects of a namespace (nil: of all) whose labels have these values.
    public func list<Object: KubernetesObject>(
        _ type: Object.Type = Object.self, in namespace: String? = nil, labels: [String: String] = [:]
    ) -> [Object] {
        contents.withLock { $0.stores[Object.resourceType]?.objects(in: namespace, labels: labels) ?? [] }.map { Object(json: $0) }
    }

    /// The objects that have an owner reference to this uid.
    public func list<Object: KubernetesObject>(_ type: Object.Type = Object.self, ownedBy uid: String) -> [Object] {
        contents.withLock { $0.stores[Object.resourceType]?.objects(ownedBy: uid) ?? [] }.map { Object(json: $0) }
    }

    /// Whether all collections of a kind that are watched have been read once. Objects that are watched by name do not count.
    public func isSynced(_ type: any KubernetesObject.Type) -> Bool {
        contents.withLock { contents in
            let collections = contents.collections[type.resourceType] ?? [:]
            return !collections.isEmpty && collections.values.allSatisfy(\.isSynced)
        }
    }

    /// How many objects of each kind are cached.
    public var counts: [(type: ResourceType, count: Int)] {
        contents.withLock { $0.stores.values.map { ($0.type, $0.count) } }.sorted { $0.type.groupResource < $1.type.groupResource }
    }

    /// Watches objects by name for the sake of another one, which is reconciled when they change, appear, go, or have first been looked for.
    ///
    /// - Parameters:
    ///   - objects: everything that it depends on by name from now on; what was given before and is not among them is given up.
    ///   - key: the object whose reconcile reads them.
    ///   - reconciler: the controller that reconciles it; its watches must have ``Named`` for each of the kinds.
    public func follow(_ objects: Set<NamedObject>, for key: ObjectKey, by reconciler: any Reconciler.Type) {
        follow.withLock(\.self)?(objects, Dependent(controller: reconciler.name, key: key))
    }

    /// Takes note of an object that the server has answered a write with, ahead of the watch.
    public func noteWritten(_ type: ResourceType, _ object: JSONValue) {
        let change = contents.withLock { contents -> Store.Change? in
            let key = object.objectKey
            // Collections that have not been read yet will show it; one that is read shows it only later.
            let sources = contents.readSources(of: type, key) { $0.covers(key, labels: object.labels) }
            guard !sources.isEmpty else { return nil }
            return contents.stores[type]?.put(object, from: sources, isOwnWrite: true)
        }
        if let change, change.isSignificant { wrote.withLock(\.self)?(change) }
    }

    /// What the projection of its kind keeps of an object.
    public func projected(_ type: ResourceType, _ object: JSONValue) -> JSONValue { policy(of: type).projection(object) }

    func policy(of type: ResourceType) -> CachePolicy {
        policies[type] ?? CachePolicy(type: type)
    }

    // MARK: For the operator that fills it

    func connect(follow: @escaping @Sendable (Set<NamedObject>, Dependent) -> Void, wrote: @escaping @Sendable (Store.Change) -> Void) {
        self.follow.withLock { $0 = follow }
        self.wrote.withLock { $0 = wrote }
    }

    func open(_ source: WatchSource, as id: Int) {
        contents.withLock { contents in
            if let object = source.object {
                contents.single[object] = (id, false)
            } else {
                contents.collections[source.type, default: [:]][id] = (source, false)
            }
            if contents.stores[source.type] == nil {
                contents.stores[source.type] = Store(policy(of: source.type), indexedLabels: indexedLabels)
            }
        }
    }

    func close(_ source: WatchSource, _ id: Int) -> [Store.Change] {
        contents.withLock { contents in
            if let object = source.object {
                contents.single[object] = nil
            } else {
                contents.collections[source.type]?[id] = nil
            }
            defer { contents.stores[source.type]?.forget(source: id) }
            return contents.stores[source.type]?.removeAll(from: id, except: [], only: source.object?.key) ?? []
        }
    }

    func markSynced(_ source: WatchSource, _ id: Int) {
        contents.withLock { contents in
            if let object = source.object {
                contents.single[object]?.isSynced = true
            } else {
                contents.collections[source.type]?[id]?.isSynced = true
            }
        }
    }

    func update<Result>(_ type: ResourceType, _ body: (inout Store) -> Result?) -> Result? {
        contents.withLock { contents in
            guard var store = contents.stores.removeValue(forKey: type) else { return nil }
            defer { contents.stores[type] = store }
            return body(&store)
        }
    }
}

/// An object that is watched by its name.
public struct NamedObject: Sendable, Hashable {
    public let type: ResourceType
    public let key: ObjectKey

    public init(_ kind: any KubernetesObject.Type, _ key: ObjectKey) {
        type = kind.resourceType
        self.key = key
    }

    var source: WatchSource { WatchSource(type, namespace: key.namespace, name: key.name) }
}

/// An object of one controller that is reconciled when what it names changes.
struct Dependent: Sendable, Hashable {
    var controller: String
    var key: ObjectKey
}

extension CachePolicy {
    init(type: ResourceType) {
        self.type = type
        projection = .whole
        significance = .any
    }
}
