import ControllerRuntime
import ControllerRuntimeTesting
import KubernetesClient
import KubernetesModel
import Testing

@Suite("An applier") struct ApplierTests {
    private struct Idle: Reconciler {
        static let watches = Watches(ConfigMap.self) { Owned(Secret.self, Service.self) }
        func reconcile(_ key: ObjectKey) async throws -> Requeue { .never }
    }

    private struct Bench {
        let world = Simulation()
        let cache: Cache
        let applier: Applier
        let metrics = MetricsRegistry()
        let key = ObjectKey(namespace: "shop", name: "a")

        init() throws {
            let cache = Cache([CachePolicy(Secret.self, projection: .digests { "\($0.hashValue)" })])
            self.cache = cache
            let world = world
            applier = Applier(api: world.api, cache: cache, metrics: metrics)
            let idle = Operator(api: world.api, cache: cache, clock: world.clock, executor: world.executor, logger: .silent) { Idle() }
            world.start { try await idle.run() }
            try world.settle(idle)
        }

        func apply(_ object: some KubernetesObject) throws -> Applier.Outcome {
            let applier = applier
            return try world.perform { try await applier.apply(object) }
        }

        func configMap(_ data: [String: String]) -> ConfigMap { ConfigMap(metadata: .init(name: key.name, namespace: key.namespace), data: data) }
    }

    @Test func writesOnceAndThenNothing() throws {
        let it = try Bench()
        #expect(try it.apply(it.configMap(["a": "1"])) == .created)
        #expect(try it.apply(it.configMap(["a": "1"])) == .unchanged)
        #expect(it.world.api.writes.count == 1)
        #expect(it.world.api.object(ConfigMap.self, it.key)?.metadata.annotations?["egret.dev/applied"]?.count == 16)
        #expect(it.metrics.value("egret_object_writes_total", ["configmaps", "created"]) == 1)
    }

    @Test func removesWhatIsNoLongerRendered() throws {
        let it = try Bench()
        _ = try it.apply(it.configMap(["a": "1", "b": "2"]))
        #expect(try it.apply(it.configMap(["a": "1"])) == .changed)
        #expect(it.world.api.object(ConfigMap.self, it.key)?.data == ["a": "1"])
    }

    @Test func repairsDriftAndSaysWhere() throws {
        let it = try Bench()
        _ = try it.apply(it.configMap(["a": "1", "b": "2"]))
        it.world.api.edit(ConfigMap.self, it.key) { $0.data = ["a": "9", "b": "2", "theirs": "3"] }
        it.world.run(for: .seconds(1))
        #expect(try it.apply(it.configMap(["a": "1", "b": "2"])) == .repaired(drift: ["data.a"]))
        #expect(it.world.api.object(ConfigMap.self, it.key)?.data == ["a": "1", "b": "2", "theirs": "3"])
        #expect(it.metrics.value("egret_object_writes_total", ["configmaps", "repaired"]) == 1)
    }

    @Test func anotherRenderingIsNoRepair() throws {
        let it = try Bench()
        _ = try it.apply(it.configMap(["a": "1"]))
        #expect(try it.apply(it.configMap(["a": "2"])) == .changed)
        #expect(it.metrics.value("egret_object_writes_total", ["configmaps", "changed"]) == 1)
        #expect(it.metrics.value("egret_object_writes_total", ["configmaps", "repaired"]) == nil)
    }

    @Test func seesThroughDigests() throws {
        let it = try Bench()
        func secret(_ password: String) -> Secret {
            Secret(metadata: .init(name: it.key.name, namespace: it.key.namespace), stringData: ["password": password])
        }
        _ = try it.apply(secret("one"))
        #expect(try it.apply(secret("one")) == .unchanged)
        #expect(it.cache.get(Secret.self, it.key)?.data?["password"]?.hasPrefix("digest:") == true)
        it.world.api.edit(Secret.self, it.key) { $0.data = ["password": "dHdv"] }
        it.world.run(for: .seconds(1))
        #expect(try it.apply(secret("one")) == .repaired(drift: ["data.password"]))
    }

    @Test func failsIfTheObjectHasChangedSinceTheDecision() throws {
        let it = try Bench()
        _ = try it.apply(it.configMap(["a": "1"]))
        let (applier, changed) = (it.applier, Rendering(it.configMap(["a": "2"])))
        let error = #expect(throws: KubernetesError.self) {
            try it.world.perform { try await applier.apply(changed, expecting: "1") }
        }
        #expect(error?.code == .conflict)
        #expect(it.world.api.object(ConfigMap.self, it.key)?.data == ["a": "1"])
    }

    @Test func deletesTheObjectThatWasSeenAndNoOther() throws {
        let it = try Bench()
        let (applier, api) = (it.applier, it.world.api)
        let seen = api.put(it.configMap(["a": "1"]))
        api.remove(ConfigMap.self, it.key)
        try it.world.perform { try await applier.delete(seen) }
        let successor = api.put(it.configMap(["a": "1"]))
        let error = #expect(throws: KubernetesError.self) { try it.world.perform { try await applier.delete(seen) } }
        #expect(error?.code == .conflict)
        api.edit(ConfigMap.self, it.key) { $0.data = ["a": "2"] }
        #expect(throws: KubernetesError.self) { try it.world.perform { try await applier.delete(successor, ifUnchanged: true) } }
        try it.world.perform { try await applier.delete(successor) }
        #expect(api.object(ConfigMap.self, it.key) == nil)
    }

    @Test func writesAStatusOnlyIfItDiffers() throws {
        let it = try Bench()
        _ = try it.apply(it.configMap([:]))
        let (applier, key) = (it.applier, it.key)
        func write(_ status: JSONValue) throws -> Bool { try it.world.perform { try await applier.applyStatus(ConfigMap.self, key, status) } }
        #expect(try write(["state": "ready", "size": 1]))
        #expect(try !write(["state": "ready"]))
        #expect(try write(["size": .null]))
        #expect(it.world.api.object(ConfigMap.self, key)?.json["status"] == ["state": "ready"])
        #expect(try !write(["size": .null]))
    }
}
