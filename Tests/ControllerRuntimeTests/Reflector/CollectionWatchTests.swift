import ControllerRuntime
import ControllerRuntimeTesting
import KubernetesClient
import KubernetesModel
import Synchronization
import Testing

@Suite("A collection that is followed without an operator") struct CollectionWatchTests {
    /// What a follower has been told, as a picture of the collection.
    private final class Picture: Sendable {
        private let state = Mutex((names: Set<String>(), isSynced: false))
        var names: Set<String> { state.withLock { $0.names } }
        var isSynced: Bool { state.withLock { $0.isSynced } }

        func take(_ change: CollectionWatch.Change) {
            state.withLock { state in
                switch change {
                case .put(let object): state.names.insert(object[path: "metadata", "name"]?.string ?? "")
                case .remove(let key): state.names.remove(key.name)
                case .keepOnly(let keys): state.names.formIntersection(keys.map(\.name))
                case .synced: state.isSynced = true
                }
            }
        }
    }

    private static func configMap(_ name: String) -> ConfigMap { ConfigMap(metadata: ObjectMeta(name: name, namespace: "default")) }

    @Test("is as the server has it, over watches that break and history that is forgotten")
    func follows() throws {
        let simulation = Simulation()
        let picture = Picture()
        let api = simulation.api
        api.put(Self.configMap("a"))
        api.put(Self.configMap("b"))
        let following = simulation.start {
            await CollectionWatch(WatchSource(ConfigMap.resourceType), api: api, clock: simulation.clock).run { picture.take($0) }
        }
        try simulation.wait(for: "the first reading") { picture.isSynced }
        #expect(picture.names == ["a", "b"])
        api.put(Self.configMap("c"))
        api.remove(ConfigMap.self, ObjectKey(namespace: "default", name: "a"))
        try simulation.wait(for: "the changes") { picture.names == ["b", "c"] }
        // While nobody watches, one goes and one comes, and the server forgets that.
        api.cutWatches()
        api.remove(ConfigMap.self, ObjectKey(namespace: "default", name: "b"))
        api.put(Self.configMap("d"))
        api.compact()
        try simulation.wait(for: "another reading") { picture.names == ["c", "d"] }
        // A watch that says nothing any more is given up.
        api.silenceWatches()
        api.put(Self.configMap("e"))
        try simulation.wait(for: "another watch") { picture.names == ["c", "d", "e"] }
        following.cancel()
    }

    @Test("ends after the failure that its follower says")
    func ends() throws {
        let simulation = Simulation()
        let api = simulation.api
        api.inject { request, _ in KubernetesError(.notFound, request: request.summary) }
        let seen = Mutex<[KubernetesError.Code]>([])
        let hasEnded = Mutex(false)
        _ = simulation.start {
            await CollectionWatch(WatchSource(ConfigMap.resourceType), api: api, clock: simulation.clock).run { error in
                seen.withLock {
                    $0.append(error.code)
                    return $0.count == 3
                }
            } _: { _ in
            }
            hasEnded.withLock { $0 = true }
        }
        try simulation.wait(for: "the end") { hasEnded.withLock { $0 } }
        #expect(seen.withLock { $0 } == [.notFound, .notFound, .notFound])
    }
}
