import ControllerRuntime
import ControllerRuntimeTesting
import KubernetesModel
import Testing

@Suite("A change") struct SignificanceTests {
    @Test(
        arguments: [
            (["data": ["beat": "1"]], ["data": ["beat": "2"]], false),
            ([:], ["data": ["beat": "2"]], false),
            (["data": ["a": "1"]], ["data": ["a": "1", "beat": "2"]], false),
            (["data": ["a": "1"]], ["data": ["a": "2"]], true),
            (["data": ["beat": "1"]], ["data": ["a": "1"]], true),
            (["metadata": ["name": "a", "generation": 1]], ["metadata": ["name": "a", "generation": 2, "resourceVersion": "7"]], false),
            (["metadata": ["name": "a"]], ["metadata": ["name": "a", "labels": ["a": "b"]]], true),
        ] as [(JSONValue, JSONValue, Bool)])
    func countsUnlessItIsAHeartbeat(_ old: JSONValue, _ new: JSONValue, _ isSignificant: Bool) {
        #expect(Significance.except([["data", "beat"]])(old, new) == isSignificant)
        #expect(Significance.of { $0["data"] ?? .null }(old, new) == (old["data"] != new["data"]))
    }
}

@Suite("A projection") struct ProjectionTests {
    private let object: JSONValue = [
        "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "a", "managedFields": [["manager": "x"]]],
        "spec": ["nodeName": "n", "containers": []], "status": ["phase": "Running"],
    ]

    @Test func dropsWhatNobodyReads() {
        #expect(Projection.whole(object)["metadata"] == ["name": "a"])
        #expect(Projection.metadata(object) == ["apiVersion": "v1", "kind": "Pod", "metadata": ["name": "a"]])
        #expect(
            Projection.fields([["spec", "nodeName"], ["status"], ["spec", "missing"]])(object)
                == [
                    "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "a"], "spec": ["nodeName": "n"], "status": ["phase": "Running"],
                ])
    }

    @Test func keepsNoSecret() {
        let digests = Projection.digests { "length \($0.count)" }
        let secret: JSONValue = ["metadata": ["name": "a"], "data": ["password": "c2VjcmV0"], "type": "Opaque"]
        #expect(digests(secret) == ["metadata": ["name": "a"], "data": ["password": "digest:length 8"], "type": "Opaque"])
        #expect(digests(digests(secret)) == digests(secret))
    }
}

@Suite("A cache") struct CacheTests {
    /// Watches Pods by label and ConfigMaps of one namespace.
    private struct Idle: Reconciler {
        static let watches = Watches(ConfigMap.self) { Labelled(Pod.self, by: "app") }
        func reconcile(_ key: ObjectKey) async throws -> Requeue { .never }
    }
    private let world = Simulation()
    private let cache = Cache(scope: .namespaces(["shop"]), indexedLabels: ["app"])

    private func start() throws -> Operator {
        let idle = Operator(api: world.api, cache: cache, clock: world.clock, executor: world.executor, logger: .silent) { Idle() }
        world.start { try await idle.run() }
        try world.settle(idle)
        return idle
    }

    private func pod(_ name: String, _ labels: [String: String], owner: String? = nil) -> Pod {
        let owners = owner.map { [OwnerReference(apiVersion: "v1", kind: "ConfigMap", name: "x", uid: $0)] }
        return Pod(metadata: .init(labels: labels, name: name, namespace: "shop", ownerReferences: owners))
    }

    @Test func findsObjectsByLabelAndOwnerInOrder() throws {
        let idle = try start()
        world.api.put(pod("c", ["app": "db", "role": "primary"], owner: "1"))
        world.api.put(pod("a", ["app": "db", "role": "replica"], owner: "2"))
        world.api.put(pod("b", ["app": "web"], owner: "1"))
        try world.settle(idle)
        func names(_ pods: [Pod]) -> [String?] { pods.map(\.metadata.name) }
        #expect(names(cache.list(Pod.self)) == ["a", "b", "c"])
        #expect(names(cache.list(Pod.self, labels: ["app": "db"])) == ["a", "c"])
        #expect(names(cache.list(Pod.self, in: "shop", labels: ["app": "db", "role": "primary"])) == ["c"])
        #expect(names(cache.list(Pod.self, in: "bank")) == [])
        #expect(names(cache.list(Pod.self, ownedBy: "1")) == ["b", "c"])
        world.api.edit(Pod.self, .init(namespace: "shop", name: "c")) { pod in
            pod.metadata.labels = ["app": "web"]
            pod.metadata.ownerReferences = nil
        }
        world.api.remove(Pod.self, .init(namespace: "shop", name: "b"))
        try world.settle(idle)
        #expect(names(cache.list(Pod.self, labels: ["app": "web"])) == ["c"])
        #expect(names(cache.list(Pod.self, ownedBy: "1")) == [])
    }

    @Test func knowsWhatItDoesNotKnow() throws {
        _ = try start()
        func lookup<Object: KubernetesObject>(_ type: Object.Type, in namespace: String) -> String {
            switch cache.lookup(type, .init(namespace: namespace, name: "a")) {
            case .found: "found"
            case .absent: "absent"
            case .unknown: "unknown"
            }
        }
        #expect(lookup(ConfigMap.self, in: "shop") == "absent")
        #expect(lookup(ConfigMap.self, in: "bank") == "unknown", "that namespace is not watched")
        #expect(lookup(Pod.self, in: "shop") == "unknown", "it might lack the label")
        #expect(lookup(Secret.self, in: "shop") == "unknown")
        #expect(cache.isSynced(Pod.self))
        #expect(!cache.isSynced(Secret.self))
    }

    @Test func showsOurOwnWritesAtOnceButNoGhosts() throws {
        let idle = try start()
        var written = ConfigMap(metadata: .init(name: "a", namespace: "shop", resourceVersion: "500", uid: "1"), data: ["a": "1"])
        cache.noteWritten(ConfigMap.resourceType, written.json)
        #expect(cache.get(ConfigMap.self, written.key)?.data == ["a": "1"])
        written.metadata.resourceVersion = "400"
        written.data = ["a": "0"]
        cache.noteWritten(ConfigMap.resourceType, written.json)
        #expect(cache.get(ConfigMap.self, written.key)?.data == ["a": "1"], "an older version does not count")
        // The answer to a write arrives after the watch has shown that the object is gone again.
        let real = world.api.put(ConfigMap(metadata: .init(name: "b", namespace: "shop")))
        world.api.remove(ConfigMap.self, real.key)
        try world.settle(idle)
        cache.noteWritten(ConfigMap.resourceType, real.json)
        #expect(cache.get(ConfigMap.self, real.key) == nil)
        // And what no watch would show is not kept.
        cache.noteWritten(ConfigMap.resourceType, ConfigMap(metadata: .init(name: "a", namespace: "bank", resourceVersion: "501")).json)
        #expect(cache.get(ConfigMap.self, .init(namespace: "bank", name: "a")) == nil)
    }
}
