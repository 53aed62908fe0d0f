import Foundation
import KubernetesModel
import Testing

@testable import LocalAPIServer

/// A store in a directory that is removed afterwards.
struct TemporaryStore {
    let directory: URL
    let store: ObjectStore

    init(directory: URL? = nil) throws {
        self.directory = directory ?? FileManager.default.temporaryDirectory.appendingPathComponent("egret-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.directory, withIntermediateDirectories: true)
        store = try ObjectStore(path: self.directory.appendingPathComponent("store.sqlite").path)
    }

    func remove() { try? FileManager.default.removeItem(at: directory) }
}

let configMaps = GroupResource("", "configmaps")

func configMap(_ name: String, namespace: String = "ns", _ data: String = "1", labels: [String: String] = [:]) -> JSONValue {
    [
        "apiVersion": "v1", "kind": "ConfigMap",
        "metadata": ["name": .string(name), "namespace": .string(namespace), "labels": .object(labels.mapValues(JSONValue.string))],
        "data": ["n": .string(data)],
    ]
}

func key(_ name: String, namespace: String = "ns") -> StorageKey { StorageKey(configMaps, namespace: namespace, name: name) }

@Suite("The object store") struct ObjectStoreTests {
    @Test("gives every change a higher revision, which the object carries")
    func revisions() async throws {
        let temporary = try TemporaryStore()
        defer { temporary.remove() }
        let store = temporary.store
        let created = try await store.create(key("a"), configMap("a"))
        let updated = try await store.update(created, to: configMap("a", "2"))
        let removed = try await store.remove(updated)
        #expect(created.revision > ObjectStore.firstRevision)
        #expect([created, updated, removed].map(\.revision) == [created.revision, created.revision + 1, created.revision + 2])
        #expect(updated.value[path: ["metadata", "resourceVersion"]]?.string == String(updated.revision))
        #expect(removed.value["data"] == ["n": "2"])
        #expect(store.get(key("a")) == nil)
    }

    @Test("refuses a second object of a name, and a change of what has changed meanwhile")
    func conflicts() async throws {
        let temporary = try TemporaryStore()
        defer { temporary.remove() }
        let store = temporary.store
        let first = try await store.create(key("a"), configMap("a"))
        await #expect(throws: StoreError.exists) { try await store.create(key("a"), configMap("a")) }
        _ = try await store.update(first, to: configMap("a", "2"))
        await #expect(throws: StoreError.conflict) { try await store.update(first, to: configMap("a", "3")) }
        await #expect(throws: StoreError.conflict) { try await store.remove(first) }
        #expect(store.get(key("a"))?.value["data"] == ["n": "2"])
    }

    @Test("lets exactly one of many concurrent writers of one state win")
    func race() async throws {
        let temporary = try TemporaryStore()
        defer { temporary.remove() }
        let store = temporary.store
        let first = try await store.create(key("a"), configMap("a"))
        let winners = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<50 {
                group.addTask { (try? await store.update(first, to: configMap("a", "\(number)"))) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(winners == 1)
    }

    @Test("lists in the order of namespace and name, and by namespace")
    func order() async throws {
        let temporary = try TemporaryStore()
        defer { temporary.remove() }
        let store = temporary.store
        for (namespace, name) in [("b", "x"), ("a", "z"), ("a", "b"), ("ab", "a"), ("b", "a")] {
            _ = try await store.create(key(name, namespace: namespace), configMap(name, namespace: namespace))
        }
        #expect(store.list(configMaps).objects.map { "\($0.key.namespace)/\($0.name)" } == ["a/b", "a/z", "ab/a", "b/a", "b/x"])
        #expect(store.list(configMaps, namespace: "a").objects.map(\.name) == ["b", "z"])
        #expect(store.list(configMaps, namespace: "none").objects.isEmpty)
    }

    @Test("knows what a list was at an earlier revision")
    func past() async throws {
        let temporary = try TemporaryStore()
        defer { temporary.remove() }
        let store = temporary.store
        let a = try await store.create(key("a"), configMap("a"))
        let b = try await store.create(key("b"), configMap("b"))
        _ = try await store.remove(a)
        _ = try await store.update(b, to: configMap("b", "2"))
        let then = try store.list(configMaps, namespace: "ns", at: b.revision)
        #expect(then.map(\.name) == ["a", "b"])
        #expect(then.last?.value["data"] == ["n": "1"])
        #expect(throws: StoreError.compacted(ObjectStore.firstRevision)) { try store.list(configMaps, namespace: nil, at: 1) }
    }

    @Test("has objects, revision and log again when it is opened anew, without having been closed")
    func durability() async throws {
        let temporary = try TemporaryStore()
        defer { temporary.remove() }
        let a = try await temporary.store.create(key("a"), configMap("a"))
        let changed = try await temporary.store.update(a, to: configMap("a", "2"))
        let b = try await temporary.store.create(key("b"), configMap("b"))
        let removed = try await temporary.store.remove(b)
        let again = try TemporaryStore(directory: temporary.directory).store
        #expect(again.revision == removed.revision)
        #expect(again.list(configMaps).objects.map(\.value) == [changed.value])
        let queue = WatchQueue()
        _ = try again.watch(configMaps, from: .after(a.revision), queue: queue)
        guard case .changes(let changes) = await queue.next() else { return #expect(Bool(false), "nothing is in the log") }
        #expect(changes.map(\.revision) == [changed.revision, b.revision, removed.revision])
        #expect(changes.map { $0.previous?.value["data"]?["n"]?.string } == ["1", nil, "1"])
        #expect(changes.map { $0.current?.value["data"]?["n"]?.string } == ["2", "1", nil])
        #expect(changes.last?.removed?.revision == removed.revision)
    }

    @Test("tells a watcher each change once and in order, whenever it begins")
    func watching() async throws {
        let temporary = try TemporaryStore()
        defer { temporary.remove() }
        let store = temporary.store
        let total = 300
        let writing = Task {
            for number in 0..<total { _ = try await store.create(key("c\(number)"), configMap("c\(number)")) }
        }
        let queue = WatchQueue()
        let (initial, _) = try store.watch(configMaps, from: .now, queue: queue)
        var seen = initial.map(\.revision).sorted()
        while seen.count < total, case .changes(let changes) = await queue.next() { seen += changes.map(\.revision) }
        try await writing.value
        #expect(seen == (1...UInt64(total)).map { ObjectStore.firstRevision + $0 })
    }

    @Test("refuses a watch from before the log begins")
    func expired() throws {
        let temporary = try TemporaryStore()
        defer { temporary.remove() }
        #expect(throws: StoreError.compacted(ObjectStore.firstRevision)) {
            try temporary.store.watch(configMaps, from: .after(1), queue: WatchQueue())
        }
    }

    @Test("cuts off a watcher that does not keep up")
    func overflow() async throws {
        let queue = WatchQueue()
        await confirmation { cut in
            queue.onOverflow { cut() }
            for revision in 0...UInt64(WatchQueue.capacity) {
                queue.offer(Change(revision: revision, key: key("a"), previous: nil, current: nil, removed: nil))
            }
        }
        guard case .end = await queue.next() else { return #expect(Bool(false), "the queue goes on") }
    }

    @Test("ends watches and refuses writes when it is closed")
    func closing() async throws {
        let temporary = try TemporaryStore()
        defer { temporary.remove() }
        let queue = WatchQueue()
        _ = try temporary.store.watch(configMaps, from: .now, queue: queue)
        try await temporary.store.close()
        guard case .end = await queue.next() else { return #expect(Bool(false), "the watch goes on") }
        await #expect(throws: StoreError.closed) { try await temporary.store.create(key("a"), configMap("a")) }
    }

    @Test("lets writes that wait for the disk share its next turn")
    func groupCommit() async throws {
        let temporary = try TemporaryStore()
        defer { temporary.remove() }
        let store = temporary.store
        let clock = ContinuousClock()
        let duration = try await clock.measure {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        for number in 0..<125 { _ = try await store.create(key("w\(writer)-\(number)"), configMap("w\(writer)-\(number)")) }
                    }
                }
                try await group.waitForAll()
            }
        }
        print("1000 writes by 8 writers: \(duration), \(store.transactionCount) transactions")
        #expect(store.list(configMaps).objects.count == 1_000)
        #expect(store.transactionCount < 500)
    }
}

@Suite("The log of changes") struct RevisionLogTests {
    @Test("forgets the oldest changes and knows that it has")
    func compaction() {
        var log = RevisionLog(compactedRevision: 10)
        for revision in 11...UInt64(11 + RevisionLog.capacity) {
            log.append(Change(revision: revision, key: key("a"), previous: nil, current: nil, removed: nil))
        }
        #expect(log.compactedRevision == 11)
        #expect(log.changes.count == RevisionLog.capacity)
        #expect(log.changes(of: configMaps, after: 11).count == RevisionLog.capacity)
        #expect(log.changes(of: configMaps, after: UInt64(10 + RevisionLog.capacity)).map(\.revision) == [UInt64(11 + RevisionLog.capacity)])
        #expect(log.changes(of: GroupResource("", "pods"), after: 11).isEmpty)
    }
}
