import DequeModule
import Dispatch
import KubernetesModel
import Synchronization

/// Why a write was not made.
enum StoreError: Error, Sendable, Hashable {
    /// The object is no longer in the state that the write was worked out from.
    case conflict
    /// An object of that name exists.
    case exists
    /// Reading at a revision that is no longer known; holds the oldest that is.
    case compacted(UInt64)
    /// Nothing is written any more.
    case closed
}

/// The state that every request reads and writes: objects, one revision counter, and the log of changes.
///
/// Reads are answered from memory and see only what is on disk. Writes go through one queue: the writer takes all that are waiting, checks
/// each against the state that it was worked out from, puts them into one SQLite transaction, and then publishes them in order to the
/// cache, the log and the watchers. So a revision that a client has seen is never lost or given out twice.
final class ObjectStore: Sendable {
    /// Where the counter of a new store starts: far above what clients use as "an old version" (`1`).
    static let firstRevision: UInt64 = 1_000

    struct State {
        var revision: UInt64
        var tables: [GroupResource: ObjectTable] = [:]
        var log: RevisionLog
        var watchers: [GroupResource: [ObjectIdentifier: WatchQueue]] = [:]
        /// How many times the disk was written to.
        var transactions = 0
    }

    /// A write that waits for its turn.
    struct Write: Sendable {
        let key: StorageKey
        /// The revision of the state that is replaced; nil for a creation.
        let expected: UInt64?
        /// The new state; nil removes the object.
        let value: JSONValue?
        /// The state that a removal publishes as the last one; nil for the stored one.
        let last: JSONValue?
        let completion: @Sendable (Result<StoredObject, any Error>) -> Void
    }

    private struct Waiting {
        var writes: Deque<Write> = []
        var isWriting = false
        var isClosed = false
    }

    private let database: StoreDatabase
    let state: Mutex<State>
    private let waiting = Mutex(Waiting())
    private let writer = DispatchQueue(label: "object-store-writer")

    /// Opens or creates a store.
    init(path: String) throws {
        database = try StoreDatabase(path: path)
        let contents = try database.load(firstRevision: Self.firstRevision)
        var state = State(revision: contents.revision, log: contents.log)
        for object in contents.objects { state.tables[object.key.resource, default: ObjectTable()][object.key.path] = object }
        self.state = Mutex(state)
    }

    // MARK: Reading

    /// The revision of the latest change.
    var revision: UInt64 { state.withLock { $0.revision } }

    func get(_ key: StorageKey) -> StoredObject? { state.withLock { $0.tables[key.resource]?[key.path] } }

    /// The objects of a resource in order, with the revision that they are the state of.
    func list(_ resource: GroupResource, namespace: String? = nil) -> (objects: [StoredObject], revision: UInt64) {
        state.withLock { ($0.tables[resource]?.list(namespace: namespace) ?? [], $0.revision) }
    }

    /// The objects of a resource as they were at a revision, worked out by undoing the changes since.
    func list(_ resource: GroupResource, namespace: String?, at revision: UInt64) throws(StoreError) -> [StoredObject] {
        try state.withLock { state throws(StoreError) in
            guard revision >= state.log.compactedRevision else { throw .compacted(state.log.compactedRevision) }
            var table = state.tables[resource] ?? ObjectTable()
            for change in state.log.changes(of: resource, after: revision).reversed() { table[change.key.path] = change.previous }
            return table.list(namespace: namespace)
        }
    }

    /// The revision of the latest change of any object of some resources, 0 if there was none since the start.
    func lastChange(of resources: [GroupResource]) -> UInt64 {
        state.withLock { state in resources.map { state.tables[$0]?.lastChange ?? 0 }.max() ?? 0 }
    }

    // MARK: Writing

    func create(_ key: StorageKey, _ value: JSONValue) async throws -> StoredObject {
        try await perform(key, expected: nil, value: value)
    }

    /// Replaces a state with another.
    ///
    /// - Throws: ``StoreError/conflict`` if `old` is not the current state.
    func update(_ old: StoredObject, to value: JSONValue) async throws -> StoredObject {
        try await perform(old.key, expected: old.revision, value: value)
    }

    /// Removes an object.
    ///
    /// - Parameter last: what watchers see as the last state, if it differs from the stored one.
    /// - Returns: the last state, with the revision of the removal.
    func remove(_ old: StoredObject, last: JSONValue? = nil) async throws -> StoredObject {
        try await perform(old.key, expected: old.revision, value: nil, last: last)
    }

    private func perform(_ key: StorageKey, expected: UInt64?, value: JSONValue?, last: JSONValue? = nil) async throws -> StoredObject {
        try await withCheckedThrowingContinuation { continuation in
            let write = Write(key: key, expected: expected, value: value, last: last) { continuation.resume(with: $0) }
            let start = waiting.withLock { waiting -> Bool? in
                if waiting.isClosed { return nil }
                waiting.writes.append(write)
                defer { waiting.isWriting = true }
                return !waiting.isWriting
            }
            guard let start else { return continuation.resume(throwing: StoreError.closed) }
            if start { writer.async { self.drain() } }
        }
    }

    /// Writes batch after batch until nothing waits.
    private func drain() {
        while true {
            let batch = waiting.withLock { waiting -> Deque<Write> in
                defer { waiting.writes = [] }
                if waiting.writes.isEmpty { waiting.isWriting = false }
                return waiting.writes
            }
            if batch.isEmpty { return }
            write(batch)
        }
    }

    private func write(_ batch: Deque<Write>) {
        var outcomes: [(Write, Result<StoredObject, any Error>)] = []
        var changes: [Change] = []
        var latest: [StorageKey: StoredObject?] = [:]
        var revision = self.revision
        for write in batch {
            let current = latest[write.key] ?? get(write.key)
            guard current?.revision == write.expected else {
                outcomes.append((write, .failure(write.expected == nil ? StoreError.exists : StoreError.conflict)))
                continue
            }
            revision += 1
            let object = write.value.map { StoredObject(key: write.key, revision: revision, writing: $0) }
            let removed =
                object == nil ? (write.last ?? current?.value).map { StoredObject(key: write.key, revision: revision, writing: $0) } : nil
            guard let result = object ?? removed else { continue }
            changes.append(Change(revision: revision, key: write.key, previous: current, current: object, removed: removed))
            latest[write.key] = .some(object)
            outcomes.append((write, .success(result)))
        }
        do {
            if !changes.isEmpty {
                try database.write(changes, compactedRevision: state.withLock { $0.log.compactedRevision })
                publish(changes)
            }
            for (write, outcome) in outcomes { write.completion(outcome) }
        } catch {
            for (write, _) in outcomes { write.completion(.failure(error)) }
        }
    }

    /// Makes written changes visible.
    private func publish(_ changes: [Change]) {
        state.withLock { state in
            state.transactions += 1
            for change in changes {
                state.tables[change.resource, default: ObjectTable()][change.key.path] = change.current
                state.tables[change.resource]?.lastChange = change.revision
                state.log.append(change)
                state.revision = change.revision
                if let watchers = state.watchers[change.resource] {
                    for watcher in watchers.values { watcher.offer(change) }
                }
            }
        }
    }

    // MARK: Watching

    /// Where a watch begins.
    enum WatchStart: Sendable {
        /// With the present state, which is returned.
        case now
        /// After a revision that the client has seen.
        case after(UInt64)
    }

    /// Registers a watcher of a resource without a gap to what is returned.
    ///
    /// - Returns: the objects there are if the watch starts ``WatchStart/now``, and the revision that they are the state of. Changes since
    ///   the revision of ``WatchStart/after(_:)`` are already in the queue.
    func watch(_ resource: GroupResource, from start: WatchStart, queue: WatchQueue) throws(StoreError) -> (
        initial: [StoredObject], revision: UInt64
    ) {
        try state.withLock { state throws(StoreError) in
            var initial: [StoredObject] = []
            var revision = state.revision
            switch start {
            case .now: initial = state.tables[resource]?.list(namespace: nil) ?? []
            case .after(let seen):
                guard seen >= state.log.compactedRevision else { throw .compacted(state.log.compactedRevision) }
                for change in state.log.changes(of: resource, after: seen) { queue.offer(change) }
                revision = seen
            }
            state.watchers[resource, default: [:]][ObjectIdentifier(queue)] = queue
            return (initial, revision)
        }
    }

    func stopWatching(_ resource: GroupResource, queue: WatchQueue) {
        state.withLock { state in
            state.watchers[resource]?[ObjectIdentifier(queue)] = nil
            if state.watchers[resource]?.isEmpty == true { state.watchers[resource] = nil }
        }
    }

    /// How many transactions have been written since the start; writes that waited for one share the next.
    var transactionCount: Int { state.withLock { $0.transactions } }

    /// How many watches are open.
    var watcherCount: Int { state.withLock { $0.watchers.values.reduce(0) { $0 + $1.count } } }

    /// Ends every watch that is open.
    func finishWatches() {
        let queues = state.withLock { state in state.watchers.values.flatMap { Array($0.values) } }
        for queue in queues { queue.finish() }
    }

    /// Ends every watch, lets waiting writes finish, and closes the file. Later writes fail with ``StoreError/closed``.
    func close() async throws {
        finishWatches()
        waiting.withLock { $0.isClosed = true }
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            writer.async {
                self.drain()
                continuation.resume(with: Result { try self.database.close() })
            }
        }
    }
}
