import ControllerRuntime
import ControllerRuntimeTesting
import KubernetesClient
import KubernetesModel
import Synchronization
import Testing

/// Notes what it is asked to reconcile.
private struct Recording: Reconciler {
    static let watches = Watches(ConfigMap.self) {
        Owned(Pod.self)
        Labelled(Endpoints.self, by: "app")
        Mapped(Node.self) { _ in [ObjectKey(namespace: "shop", name: "by-node")] }
        Named(Secret.self)
    }
    let record: Record
    let concurrency: Int
    let body: @Sendable (ObjectKey) async throws -> Requeue

    init(_ record: Record, concurrency: Int = 1, _ body: @escaping @Sendable (ObjectKey) async throws -> Requeue = { _ in .never }) {
        self.record = record
        self.concurrency = concurrency
        self.body = body
    }

    func reconcile(_ key: ObjectKey) async throws -> Requeue {
        record.keys.withLock { $0.append(key.name) }
        return try await body(key)
    }
}

private final class Record: Sendable {
    let keys = Mutex<[String]>([])
    /// What was reconciled since the last call.
    func take() -> [String] {
        keys.withLock { keys in
            defer { keys = [] }
            return keys
        }
    }
}

@Suite("An operator") struct OperatorTests {
    private let world = Simulation()
    private let record = Record()

    private func start(
        scope: WatchScope = .allNamespaces, _ policies: [CachePolicy] = [], options: Operator.Options = .init(seed: 1),
        metrics: MetricsRegistry = .init(),
        concurrency: Int = 1, _ body: @escaping @Sendable (ObjectKey) async throws -> Requeue = { _ in .never }
    ) -> Operator {
        let record = record
        let made = Operator(
            api: world.api, cache: Cache(scope: scope, policies), options: options, clock: world.clock, executor: world.executor, metrics: metrics,
            logger: .silent
        ) { Recording(record, concurrency: concurrency, body) }
        world.start { try await made.run() }
        return made
    }

    private func configMap(_ name: String, in namespace: String = "shop") -> ConfigMap {
        ConfigMap(metadata: .init(name: name, namespace: namespace))
    }

    @Test func reconcilesWhatIsThereAndWhatHappensLater() throws {
        world.api.put(configMap("a"))
        world.api.put(configMap("b"))
        let made = start()
        try world.settle(made)
        #expect(record.take() == ["a", "b"])
        world.api.edit(ConfigMap.self, .init(namespace: "shop", name: "b")) { $0.data = ["x": "1"] }
        try world.settle(made)
        #expect(record.take() == ["b"])
        world.api.remove(ConfigMap.self, .init(namespace: "shop", name: "a"))
        try world.settle(made)
        #expect(record.take() == ["a"])
    }

    @Test func findsTheObjectByOwnerLabelOrFunction() throws {
        let made = start()
        let owner = world.api.put(configMap("owner"))
        try world.settle(made)
        _ = record.take()
        world.api.put(Pod(metadata: .init(name: "p", namespace: "shop", ownerReferences: [OwnerReference(controlling: owner)])))
        try world.settle(made)
        #expect(record.take() == ["owner"])
        world.api.put(
            Pod(
                metadata: .init(
                    name: "q", namespace: "shop",
                    ownerReferences: [OwnerReference(apiVersion: "apps/v1", controller: true, kind: "ConfigMap", name: "x")])))
        world.api.put(Endpoints(metadata: .init(name: "foreign", namespace: "shop")))
        try world.settle(made)
        #expect(record.take() == [], "another group's ConfigMap, and Endpoints without the label")
        world.api.put(Endpoints(metadata: .init(labels: ["app": "labelled"], name: "e", namespace: "shop")))
        world.api.put(Node(metadata: .init(name: "n1")))
        try world.settle(made)
        #expect(record.take() == ["labelled", "by-node"])
        world.api.edit(Endpoints.self, .init(namespace: "shop", name: "e")) { $0.metadata.labels = ["app": "other"] }
        try world.settle(made)
        #expect(record.take() == ["labelled", "other"], "the one that it belonged to must know too")
    }

    @Test func isNotWokenByHeartbeatsButCachesThem() throws {
        let made = start([CachePolicy(ConfigMap.self, significance: .except([["data", "beat"]]))])
        world.api.put(configMap("a"))
        try world.settle(made)
        _ = record.take()
        world.api.edit(ConfigMap.self, .init(namespace: "shop", name: "a")) { $0.data = ["beat": "1"] }
        world.run(for: .seconds(1))
        #expect(record.take() == [])
        #expect(made.cache.get(ConfigMap.self, .init(namespace: "shop", name: "a"))?.data == ["beat": "1"])
    }

    @Test func watchesTheNamespacesItIsToldTo() throws {
        for namespace in ["shop", "bank", "other"] { world.api.put(configMap(namespace, in: namespace)) }
        let made = start(scope: WatchScope(parsing: "shop, bank"))
        try world.settle(made)
        #expect(Set(record.take()) == ["shop", "bank"])
        #expect(world.api.requests.allSatisfy { $0.path.contains("/namespaces/") || $0.path.hasSuffix("/nodes") })
    }

    @Test func watchesSingleObjectsByName() throws {
        let secret = NamedObject(Secret.self, .init(namespace: "shop", name: "tls"))
        let seen = Record()
        let box = Mutex<Cache?>(nil)
        let cache = Cache()
        box.withLock { $0 = cache }
        let made = Operator(api: world.api, cache: cache, clock: world.clock, executor: world.executor, logger: .silent) {
            Recording(record) { key in
                cache.follow([secret], for: key, by: Recording.self)
                let state =
                    switch cache.lookup(Secret.self, secret.key) {
                    case .found: "found"
                    case .absent: "absent"
                    case .unknown: "unknown"
                    }
                seen.keys.withLock { $0.append(state) }
                return .never
            }
        }
        world.start { try await made.run() }
        world.api.put(Secret(metadata: .init(name: "foreign", namespace: "shop")))
        world.api.put(configMap("a"))
        try world.settle(made)
        #expect(seen.take() == ["unknown", "absent"], "reconciled again as soon as it is known")
        world.api.put(Secret(metadata: .init(name: "tls", namespace: "shop")))
        try world.settle(made)
        #expect(seen.take() == ["found"])
        #expect(cache.list(Secret.self).map(\.metadata.name) == ["tls"], "foreign Secrets are not read")
        let watches = world.api.watchCount
        cache.follow([], for: .init(namespace: "shop", name: "a"), by: Recording.self)
        world.run(for: .seconds(1))
        #expect(world.api.watchCount == watches - 1)
        #expect(cache.list(Secret.self).isEmpty)
    }

    @Test func comesBackWhenTheReconcileAsksForIt() throws {
        let made = start { _ in .after(.seconds(60), because: "a certificate expires") }
        world.api.put(configMap("a"))
        try world.settle(made)
        _ = record.take()
        world.run(for: .seconds(59))
        #expect(record.take() == [])
        world.run(for: .seconds(2))
        #expect(record.take() == ["a"])
    }

    @Test func triesAgainAfterFailures() throws {
        let count = Mutex(0)
        let metrics = MetricsRegistry()
        let made = start(metrics: metrics) { _ in
            let tries = count.withLock { value in
                value += 1
                return value
            }
            if tries < 4 { throw KubernetesError(.server, request: "test") }
            return .never
        }
        world.api.put(configMap("a"))
        try world.settle(made)
        #expect(record.take() == ["a", "a", "a", "a"])
        #expect(world.clock.now > .seconds(2) && world.clock.now < .seconds(5))
        #expect(metrics.value("controller_runtime_reconcile_errors_total", ["configmap"]) == 3)
        #expect(metrics.value("controller_runtime_reconcile_total", ["configmap", "success"]) == 1)
        #expect(metrics.text().contains("workqueue_retries_total{name=\"configmap\",controller=\"configmap\"} 3"))
    }

    @Test func worksOnSeveralKeysInParallelAndOnEachOnce() throws {
        let (clock, running) = (world.clock, Record())
        let most = Mutex(0)
        let made = start(concurrency: 3) { key in
            running.keys.withLock { running in
                #expect(!running.contains(key.name))
                running.append(key.name)
                most.withLock { $0 = max($0, running.count) }
            }
            try await clock.sleep(for: .seconds(10))
            running.keys.withLock { $0.removeAll { $0 == key.name } }
            return .never
        }
        for name in ["a", "b", "c", "d"] { world.api.put(configMap(name)) }
        world.run(for: .seconds(5))
        world.api.edit(ConfigMap.self, .init(namespace: "shop", name: "a")) { $0.data = ["x": "1"] }
        try world.settle(made)
        #expect(most.withLock(\.self) == 3)
        #expect(record.take().sorted() == ["a", "a", "b", "c", "d"])
    }

    @Test func waitsUntilEverythingHasBeenRead() throws {
        world.api.put(configMap("a"))
        world.api.intercept { request in
            request.path.hasSuffix("/pods") ? .failure(KubernetesError(.forbidden, request: request.summary)) : nil
        }
        let made = start()
        world.run(for: .seconds(100))
        #expect(record.take() == [])
        #expect(made.unread == ["pods not read yet: list pods: forbidden"])
        world.api.intercept(nil)
        try world.settle(made)
        #expect(record.take() == ["a"])
        #expect(made.unread.isEmpty)
    }

    @Test func noticesAWatchThatHasFallenSilent() throws {
        let made = start()
        try world.settle(made)
        world.api.silenceWatches()
        world.api.put(configMap("a"))
        world.run(for: .seconds(80))
        #expect(record.take() == [])
        world.run(for: .seconds(15))
        #expect(record.take() == ["a"])
    }

    @Test("lets what is going on finish at the end, but no longer than it may", arguments: [(5, true), (50, false)])
    func endsOrderly(_ seconds: Int, _ finishes: Bool) throws {
        let (clock, ended) = (world.clock, Record())
        let made = start(options: .init(gracePeriod: .seconds(20), seed: 1)) { key in
            do {
                try await clock.sleep(for: .seconds(seconds))
                ended.keys.withLock { $0.append("finished") }
            } catch {
                ended.keys.withLock { $0.append("cancelled") }
                throw error
            }
            return .never
        }
        world.api.put(configMap("a"))
        world.run(for: .seconds(1))
        made.shutDown()
        world.api.put(configMap("b"))
        world.run(for: .seconds(19))
        #expect(ended.take() == (finishes ? ["finished"] : []))
        world.run(for: .seconds(2))
        #expect(ended.take() == (finishes ? [] : ["cancelled"]))
        #expect(record.take() == ["a"], "nothing new is begun")
        #expect(world.api.watchCount == 0)
    }
}

@Suite("The namespaces to watch") struct WatchScopeTests {
    @Test(arguments: [
        ("", WatchScope.allNamespaces), ("a", .namespaces(["a"])), (" b, a ,,b", .namespaces(["a", "b"])), (" , ", .allNamespaces),
    ])
    func areReadFromAList(_ list: String, _ scope: WatchScope) { #expect(WatchScope(parsing: list) == scope) }

    @Test func mustBeGiven() throws {
        #expect(throws: WatchScope.MissingVariable.self) { try WatchScope(environment: [:]) }
        #expect(try WatchScope(environment: ["WATCH_NAMESPACE": ""]) == .allNamespaces)
        let variables = ["PGO_TARGET_NAMESPACE", "WATCH_NAMESPACE"]
        #expect(try WatchScope(environment: ["PGO_TARGET_NAMESPACE": "", "WATCH_NAMESPACE": "a"], variables: variables) == .allNamespaces)
    }
}
