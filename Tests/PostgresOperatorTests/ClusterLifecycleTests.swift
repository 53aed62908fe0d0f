import ControllerRuntime
import ControllerRuntimeTesting
import KubernetesClient
import KubernetesModel
import Logging
import PostgresAPI
import PostgresCluster
import Synchronization
import Testing

@testable import PostgresOperator

/// The operator's own code over an API server in memory, with the rest of the world simulated.
@Suite("A cluster from its custom resource") struct ClusterLifecycleTests {
    static let key = ObjectKey(namespace: "ns", name: "c")

    static func resource(replicas: Int = 3) -> PerconaPGCluster {
        PerconaPGCluster(
            json: [
                "apiVersion": "pgv2.percona.com/v2", "kind": "PerconaPGCluster", "metadata": ["name": "c", "namespace": "ns"],
                "spec": [
                    "crVersion": "3.1.0", "image": "postgres:17", "postgresVersion": 17,
                    "instances": [
                        [
                            "name": "i", "replicas": .integer(Int64(replicas)),
                            "dataVolumeClaimSpec": ["accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]]],
                        ]
                    ],
                    "proxy": ["pgBouncer": ["replicas": 3, "image": "pgbouncer"]],
                    "backups": [
                        "pgbackrest": [
                            "image": "pgbackrest",
                            "repos": [
                                [
                                    "name": "repo1",
                                    "volume": ["volumeClaimSpec": ["accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]]]],
                                ]
                            ],
                        ]
                    ],
                ],
            ])
    }

    /// An operator with its surroundings.
    final class Setup {
        let simulation: Simulation
        let world: World
        private(set) var process: Operator
        private var task: Task<Void, Never>?

        init(seed: UInt64 = 1, faults: Faults = .none) {
            simulation = Simulation(seed: seed, faults: faults)
            world = World(api: simulation.api)
            process = Self.make(simulation, world)
        }

        private static func make(_ simulation: Simulation, _ world: World) -> Operator {
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let cache = PostgresCache.make(scope: .allNamespaces)
            let events = EventRecorder(api: simulation.api, component: "test", clock: simulation.clock, logger: logger)
            let clock = simulation.clock
            let controller = ClusterController(
                api: simulation.api, pods: world.pods, cache: cache, events: events, metrics: MetricsRegistry(),
                defaults: OperatorDefaults(version: "3.1.0", images: RelatedImages()), initImage: "operator", dnsDomain: "cluster.local",
                now: { clock.date }, concurrency: 1, logger: logger)
            return Operator(api: simulation.api, cache: cache, clock: simulation.clock, executor: simulation.executor, logger: logger) { controller }
        }

        func start() {
            let process = process
            task = simulation.start { try await process.run() }
        }

        /// The process dies and another one starts.
        func restart() {
            task?.cancel()
            process = Self.make(simulation, world)
            start()
        }

        /// Lets operator and world take turns until a condition holds.
        func run(until what: String, turns: Int = 60, _ condition: () -> Bool) throws {
            for _ in 0..<turns {
                try simulation.settle(process)
                if condition() { return }
                world.step()
                simulation.run(for: .seconds(5))
            }
            Issue.record("waited in vain until \(what): \(status?.text ?? "no status")")
        }

        var status: JSONValue? { simulation.api.object(PerconaPGCluster.self, ClusterLifecycleTests.key)?.json["status"] }
        /// Ready, with the first backup made.
        var isReady: Bool { status?["state"] == "ready" && status?[path: "pgbackrest", "repos"]?[0]?["replicaCreateBackupComplete"] == true }
    }

    @Test func becomesReady() throws {
        let setup = Setup()
        setup.simulation.api.put(Self.resource())
        setup.start()
        try setup.run(until: "the cluster is ready") { setup.isReady }
        let api = setup.simulation.api
        #expect(api.objects(StatefulSet.self).count == 4)
        #expect(setup.status?["host"] == "c-pgbouncer.ns.svc")
        #expect(setup.status?[path: "pgbackrest", "repos"]?[0]?["replicaCreateBackupComplete"] == true)
        let user = try #require(api.object(Secret.self, ObjectKey(namespace: "ns", name: "c-pguser-c")))
        #expect(Set(user.texts.keys).isSuperset(of: ["user", "password", "verifier", "host", "port", "dbname", "uri", "pgbouncer-uri"]))
        #expect(setup.world.pods.scripts.withLock { $0 }.contains { $0.contains("CREATE USER") })
    }

    @Test func noPasswordIsAnArgument() throws {
        let setup = Setup()
        setup.simulation.api.put(Self.resource())
        setup.start()
        try setup.run(until: "the cluster is ready") { setup.isReady }
        let secrets = setup.simulation.api.objects(Secret.self).flatMap { $0.texts }.filter {
            ["password", "verifier", "pgbouncer-password"].contains($0.key)
        }
        #expect(secrets.count >= 3)
        let commands = setup.world.pods.commands.withLock { $0 }.flatMap(\.self)
        for (name, value) in secrets { #expect(!commands.contains { $0.contains(value) }, "\(name) is in a command line") }
    }

    @Test func aRestartWritesNothing() throws {
        let setup = Setup()
        setup.simulation.api.put(Self.resource())
        setup.start()
        try setup.run(until: "the cluster is ready") { setup.isReady }
        for _ in 0..<3 {
            try setup.simulation.settle(setup.process)
            setup.world.step()
            setup.simulation.run(for: .seconds(30))
        }
        setup.simulation.api.forgetRequests()
        setup.restart()
        setup.simulation.run(for: .seconds(60))
        try setup.simulation.settle(setup.process)
        #expect(setup.simulation.api.writes.map(\.summary) == [])
    }

    @Test func anIdleClusterIsLeftAlone() throws {
        let setup = Setup()
        setup.simulation.api.put(Self.resource())
        setup.start()
        try setup.run(until: "the cluster is ready") { setup.isReady }
        setup.simulation.run(for: .seconds(60))
        setup.simulation.api.forgetRequests()
        let commands = setup.world.pods.commands.withLock { $0.count }
        setup.simulation.run(for: .seconds(3600))
        #expect(setup.simulation.api.requests.filter { !$0.summary.hasPrefix("watch") && !$0.summary.hasPrefix("list") }.map(\.summary) == [])
        #expect(setup.world.pods.commands.withLock { $0.count } == commands)
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func becomesReadyUnderFaultsAndRestarts(seed: UInt64) throws {
        let setup = Setup(seed: seed, faults: .many)
        setup.simulation.api.faults = .none
        setup.simulation.api.put(Self.resource())
        setup.simulation.api.faults = .many
        setup.start()
        for _ in 0..<6 {
            setup.simulation.run(for: .seconds(7))
            setup.simulation.api.faults = .none
            setup.world.step()
            setup.simulation.api.faults = .many
            setup.restart()
        }
        setup.simulation.api.faults = .none
        try setup.run(until: "the cluster is ready") { setup.isReady }
        #expect(setup.simulation.api.objects(StatefulSet.self).count == 4, "no instance was made twice")
    }

    @Test func aRefusedSpecMakesNothingAndSaysWhy() throws {
        let setup = Setup()
        var wrong = Self.resource()
        wrong.json[path: ["spec", "image"]] = nil
        setup.simulation.api.put(wrong)
        setup.start()
        setup.simulation.run(for: .seconds(10))
        #expect(setup.simulation.api.objects(StatefulSet.self).isEmpty)
        let accepted = setup.status?["conditions"]?.array?.first { $0["type"] == "Accepted" }
        #expect(accepted?["status"] == "False")
        #expect(accepted?["message"]?.string?.contains("spec.image") == true)
    }

    @Test func aSecretOfTheUserIsWaitedForAndNothingChangesMeanwhile() throws {
        let setup = Setup()
        setup.simulation.api.put(Self.resource())
        setup.start()
        try setup.run(until: "the cluster is ready") { setup.isReady }
        func templates() -> [JSONValue?] {
            setup.simulation.api.objects(StatefulSet.self).map { $0.json[path: "spec", "template"] }
                + setup.simulation.api.objects(Deployment.self).map { $0.json[path: "spec", "template"] }
        }
        func accepted() -> JSONValue? { setup.status?["conditions"]?.array?.first { $0["type"] == "Accepted" } }
        let before = templates()
        setup.simulation.api.edit(PerconaPGCluster.self, Self.key) {
            $0.json[path: ["spec", "secrets"]] = ["customTLSSecret": ["name": "mine"], "customReplicationTLSSecret": ["name": "mine"]]
        }
        setup.simulation.run(for: .seconds(60))
        try setup.simulation.settle(setup.process)
        #expect(templates() == before)
        #expect(accepted()?["status"] == "False")
        #expect(accepted()?["message"]?.string?.contains("spec.secrets.customTLSSecret.name: there is no Secret mine") == true)

        let secret = ObjectKey(namespace: "ns", name: "mine")
        setup.simulation.api.put(
            Secret(metadata: ObjectMeta(name: secret.name, namespace: secret.namespace), data: ["tls.crt": "eA==", "tls.key": "eA=="]))
        setup.simulation.run(for: .seconds(30))
        #expect(accepted()?["message"]?.string?.contains("Secret mine lacks the keys ca.crt") == true)

        setup.simulation.api.edit(Secret.self, secret) { $0.data?["ca.crt"] = "eA==" }
        setup.simulation.run(for: .seconds(60))
        try setup.simulation.settle(setup.process)
        #expect(accepted()?["status"] == "True")
        #expect(templates() != before)
    }

    @Test func aRunningClusterGoesOnWhenItsSpecIsRefused() throws {
        let setup = Setup()
        setup.simulation.api.put(Self.resource())
        setup.start()
        try setup.run(until: "the cluster is ready") { setup.isReady }
        setup.simulation.api.edit(PerconaPGCluster.self, Self.key) {
            $0.json[path: ["spec", "image"]] = nil
            $0.json[path: ["spec", "port"]] = 6543
        }
        setup.restart()
        setup.simulation.run(for: .seconds(30))
        try setup.simulation.settle(setup.process)
        let service = setup.simulation.api.object(Service.self, ObjectKey(namespace: "ns", name: "c-ha"))
        #expect(service?.spec?.ports?.first?.port == 5432)
        #expect(setup.isReady)
        let accepted = setup.status?["conditions"]?.array?.first { $0["type"] == "Accepted" }
        #expect(accepted?["status"] == "False")
    }
}
