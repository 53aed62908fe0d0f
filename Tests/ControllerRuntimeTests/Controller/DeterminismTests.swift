import ControllerRuntime
import ControllerRuntimeTesting
import KubernetesClient
import KubernetesModel
import Logging
import Testing

/// What a controller and its server go through: many widgets are made, changed and deleted while everything goes wrong.
private struct Scenario {
    let world: Simulation
    let shop: Operator
    let reconciles: Counter
    let metrics = MetricsRegistry()

    init(seed: UInt64, faults: Faults = .many, strategy: Reflector.Strategy = .pages(limit: 7)) {
        let world = Simulation(seed: seed, faults: faults)
        let cache = Cache(
            scope: .namespaces(["east", "west"]), indexedLabels: ["widget"],
            [CachePolicy(Lease.self, significance: .except([["spec", "renewTime"]]))])
        self.world = world
        reconciles = metrics.counter("test_reconciles_total", help: "")
        world.api.collectsGarbage = true
        shop = Operator(
            api: world.api, cache: cache,
            options: .init(election: .init(lease: .init(namespace: "east", name: "shop"), identity: "one"), strategy: strategy, seed: seed),
            clock: world.clock, executor: world.executor, metrics: metrics, logger: .silent, trace: { world.note($0) }
        ) {
            WidgetController(cache: cache, applier: Applier(api: world.api, cache: cache), world: world)
        }
    }

    /// Plays the user for ten minutes, then lets things calm down.
    func play(seed: UInt64) throws {
        let shop = shop
        world.start { try await shop.run() }
        var random = SplitMix64(seed: seed &+ 1)
        for _ in 0..<300 {
            world.run(for: random.duration(in: .zero ... .seconds(4)))
            let key = ObjectKey(namespace: random.happens(0.5) ? "east" : "west", name: "w\(random.next() % 20)")
            switch random.next() % 12 {
            case 0: world.api.remove(Widget.self, key)
            case 1: world.api.remove(ConfigMap.self, key)
            case 2: world.api.edit(ConfigMap.self, key) { $0.data = ["size": "drifted"] }
            case 3: world.api.edit(Lease.self, ObjectKey(namespace: key.namespace, name: "beat")) { $0.spec?.renewTime = world.clock.date }
            case 4 where random.happens(0.2): world.api.compact()
            case 5 where random.happens(0.2): world.api.cutWatches()
            default: world.api.put(Widget(key, size: Int(random.next() % 100)))
            }
        }
        world.api.faults = .none
        // A watch that has fallen silent is noticed after 90 seconds only.
        world.run(for: .seconds(120))
        try world.settle(shop)
    }
}

/// `kind: Widget` with `spec.size`.
private struct Widget: KubernetesObject {
    static let resourceType = ResourceType(group: "example.com", version: "v1", kind: "Widget", plural: "widgets", isNamespaced: true)
    var json: JSONValue
    init(json: JSONValue) { self.json = json }
    init(_ key: ObjectKey, size: Int) {
        json = Self.resourceType.emptyObject
        metadata = ObjectMeta(name: key.name, namespace: key.namespace)
        json["spec"] = ["size": .integer(Int64(size))]
    }
}

/// A ConfigMap and a Service for each widget, and a status.
private struct WidgetController: Reconciler {
    static let watches = Watches(Widget.self) {
        Owned(ConfigMap.self)
        Labelled(Service.self, by: "widget")
        Mapped(Lease.self) { lease in [ObjectKey(namespace: lease.metadata.namespace, name: "w1")] }
        Named(Secret.self)
    }
    let cache: Cache
    let applier: Applier
    let world: Simulation
    var concurrency: Int { 4 }

    func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let widget = cache.get(Widget.self, key) else {
            cache.follow([], for: key, by: Self.self)
            return .never
        }
        let size = widget.json[path: "spec", "size"]?.integer ?? 0
        cache.follow([NamedObject(Secret.self, ObjectKey(namespace: key.namespace, name: "secret-\(size % 3)"))], for: key, by: Self.self)
        let owners = [OwnerReference(controlling: widget)]
        try await applier.apply(
            ConfigMap(metadata: .init(name: key.name, namespace: key.namespace, ownerReferences: owners), data: ["size": String(size)]))
        try await applier.apply(
            Service(
                metadata: .init(labels: ["widget": key.name], name: key.name, namespace: key.namespace, ownerReferences: owners),
                spec: .init(ports: [.init(port: Int(size) + 1)])))
        try await applier.applyStatus(Widget.self, key, ["size": .integer(size)])
        return size % 10 == 0 ? .after(.seconds(30), because: "the size is round") : .never
    }
}

extension Logger {
    static var silent: Logger { Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }) }
}

// One at a time: a simulation keeps its thread busy, and other tests wait for theirs.
@Suite("A controller under faults", .serialized) struct DeterminismTests {
    @Test("takes the same course twice, byte for byte", arguments: [1, 2, 3] as [UInt64])
    func repeats(seed: UInt64) throws {
        let traces = try (0..<2).map { _ in
            let scenario = Scenario(seed: seed)
            try scenario.play(seed: seed)
            return scenario.world.trace
        }
        #expect(traces[0].count > 3000)
        let difference = zip(traces[0], traces[1]).enumerated().first { $1.0 != $1.1 }
        #expect(difference == nil, "line \(difference?.offset ?? 0): \(difference?.element.0 ?? "") / \(difference?.element.1 ?? "")")
        #expect(traces[0].count == traces[1].count)
    }

    @Test func takesAnotherCourseForAnotherSeed() throws {
        let traces = try [4, 5].map { (seed: UInt64) in
            let scenario = Scenario(seed: seed)
            try scenario.play(seed: seed)
            return scenario.world.trace
        }
        #expect(traces[0] != traces[1])
    }

    @Test("arrives where the user wanted it", arguments: Array(10..<22) as [UInt64])
    func converges(seed: UInt64) throws {
        let scenario = Scenario(seed: seed, strategy: seed % 2 == 0 ? .pages(limit: 7) : .streaming)
        try scenario.play(seed: seed)
        let api = scenario.world.api
        let widgets = api.objects(Widget.self)
        #expect(widgets.count > 5)
        for widget in widgets {
            let size = widget.json[path: "spec", "size"]?.integer ?? -1
            #expect(api.object(ConfigMap.self, widget.key)?.data == ["size": String(size)], "\(widget.key)")
            #expect(api.object(Service.self, widget.key)?.spec?.ports?.first?.port == Int(size) + 1, "\(widget.key)")
            #expect(widget.json[path: "status", "size"]?.integer == size, "\(widget.key)")
        }
        #expect(api.objects(ConfigMap.self).map(\.key) == widgets.map(\.key))
        // The cache is what the server has, and nothing more is written.
        #expect(scenario.shop.cache.list(Widget.self).map(\.json) == widgets.map(\.json))
        api.forgetRequests()
        scenario.world.run(for: .seconds(1200))
        #expect(api.writes.filter { !$0.path.contains("/leases/") }.isEmpty)
    }
}
