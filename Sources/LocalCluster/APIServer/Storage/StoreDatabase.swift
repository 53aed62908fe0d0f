import Foundation
import GRDB
import KubernetesModel

/// The SQLite file of the object store.
///
/// Two tables: `object` holds the current state of everything, `change` the log of the latest changes. A change stores the *previous*
/// state: the next one is that of the following change, or the object itself, so every state is written once.
///
/// The journal is a write-ahead log with `synchronous=FULL`: an acknowledged write survives a power failure, as it does in etcd. With
/// `NORMAL` a password that the operator had already given to PostgreSQL could be lost. Writes that wait for the disk meanwhile share the
/// next transaction, so the cost of the flush is divided among them.
struct StoreDatabase: Sendable {
    private let queue: DatabaseQueue

    /// Opens or creates the file.
    init(path: String) throws {
        var configuration = Configuration()
        configuration.label = "object-store"
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 2000")
        }
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS object (
                        grp TEXT NOT NULL, resource TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
                        revision INTEGER NOT NULL, json BLOB NOT NULL,
                        PRIMARY KEY (grp, resource, namespace, name)) WITHOUT ROWID;
                    CREATE TABLE IF NOT EXISTS change (
                        revision INTEGER PRIMARY KEY, grp TEXT NOT NULL, resource TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
                        removed INTEGER NOT NULL, previous BLOB);
                    CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
                    """)
        }
    }

    /// What a store starts from.
    struct Contents {
        var revision: UInt64
        var objects: [StoredObject]
        var log: RevisionLog
    }

    /// Reads everything.
    ///
    /// - Parameter firstRevision: where the counter starts in an empty file.
    func load(firstRevision: UInt64) throws -> Contents {
        try queue.read { db in
            var objects: [StoredObject] = []
            var revision = firstRevision
            let rows = try Row.fetchCursor(db, sql: "SELECT grp, resource, namespace, name, revision, json FROM object")
            while let row = try rows.next() {
                let object = try Self.object(key: Self.key(row), json: row["json"])
                revision = max(revision, object.revision)
                objects.append(object)
            }
            let compacted = try UInt64.fetchOne(db, sql: "SELECT value FROM setting WHERE name = 'compacted'") ?? firstRevision
            let changes = try Self.changes(db, current: Dictionary(objects.map { ($0.key, $0) }, uniquingKeysWith: { a, _ in a }))
            revision = max(revision, changes.last?.revision ?? 0, compacted)
            var log = RevisionLog(compactedRevision: compacted)
            for change in changes { log.append(change) }
            return Contents(revision: revision, objects: objects, log: log)
        }
    }

    /// Reads the log backwards: each change stores what was before it.
    private static func changes(_ db: Database, current: [StorageKey: StoredObject]) throws -> [Change] {
        var next = current
        var changes: [Change] = []
        let rows = try Row.fetchCursor(
            db, sql: "SELECT revision, grp, resource, namespace, name, removed, previous FROM change ORDER BY revision DESC")
        while let row = try rows.next() {
            let key = key(row)
            let revision: UInt64 = row["revision"]
            let previous = try (row["previous"] as Data?).map { try object(key: key, json: $0) }
            let isRemoval: Bool = row["removed"]
            changes.append(
                Change(
                    revision: revision, key: key, previous: previous, current: isRemoval ? nil : next[key],
                    removed: isRemoval ? previous.map { StoredObject(key: key, revision: revision, writing: $0.value) } : nil))
            next[key] = previous
        }
        return changes.reversed()
    }

    private static func key(_ row: Row) -> StorageKey {
        StorageKey(GroupResource(row["grp"], row["resource"]), namespace: row["namespace"], name: row["name"])
    }

    private static func object(key: StorageKey, json: Data) throws -> StoredObject {
        let value = try JSONValue(parsing: json)
        return StoredObject(key: key, revision: value[path: "metadata", "resourceVersion"]?.string.flatMap { UInt64($0) } ?? 0, value: value)
    }

    /// Writes changes in one transaction, and forgets those up to a revision.
    func write(_ changes: [Change], compactedRevision: UInt64) throws {
        try queue.write { db in
            let put = try db.cachedStatement(sql: "INSERT OR REPLACE INTO object VALUES (?, ?, ?, ?, ?, ?)")
            let remove = try db.cachedStatement(sql: "DELETE FROM object WHERE grp = ? AND resource = ? AND namespace = ? AND name = ?")
            let log = try db.cachedStatement(sql: "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?)")
            for change in changes {
                let key = change.key
                let place: [any DatabaseValueConvertible] = [key.resource.group, key.resource.resource, key.namespace, key.name]
                if let current = change.current {
                    try put.execute(arguments: StatementArguments(place + [Int64(current.revision), Data(current.value.utf8)]))
                } else {
                    try remove.execute(arguments: StatementArguments(place))
                }
                let previous = change.previous.map { Data($0.value.utf8) }
                try log.execute(
                    arguments: StatementArguments([Int64(change.revision)] + place + [change.current == nil, previous ?? DatabaseValue.null]))
            }
            try db.cachedStatement(sql: "DELETE FROM change WHERE revision <= ?").execute(arguments: [Int64(compactedRevision)])
            try db.cachedStatement(sql: "INSERT OR REPLACE INTO setting VALUES ('compacted', ?)").execute(arguments: [Int64(compactedRevision)])
        }
    }

    /// Writes the journal back into the file and closes it.
    func close() throws { try queue.close() }
}
