import DequeModule
import KubernetesModel

/// One change of one object.
struct Change: Sendable {
    let revision: UInt64
    let key: StorageKey
    /// Nil where the object was created.
    let previous: StoredObject?
    /// Nil where the object was removed.
    let current: StoredObject?
    /// The last state of a removed object, with the revision of the removal as its resourceVersion.
    let removed: StoredObject?

    var resource: GroupResource { key.resource }
}

/// The latest changes in the order of their revisions: what watches replay, and what lists of the past are worked out from.
struct RevisionLog: Sendable {
    /// How many changes are kept. A client that lags further behind lists again; five minutes of a busy local cluster fit.
    static let capacity = 10_000

    private(set) var changes: Deque<Change> = []
    /// Changes up to and including this revision are no longer known.
    private(set) var compactedRevision: UInt64

    init(compactedRevision: UInt64) { self.compactedRevision = compactedRevision }

    /// - Returns: the revision up to which the log is compacted, if it changed.
    mutating func append(_ change: Change) {
        changes.append(change)
        while changes.count > Self.capacity, let first = changes.popFirst() { compactedRevision = first.revision }
    }

    /// The position of the first change after a revision.
    func firstIndex(after revision: UInt64) -> Int {
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].revision <= revision { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The changes of a resource after a revision.
    func changes(of resource: GroupResource, after revision: UInt64) -> [Change] {
        changes[firstIndex(after: revision)...].filter { $0.resource == resource }
    }
}
