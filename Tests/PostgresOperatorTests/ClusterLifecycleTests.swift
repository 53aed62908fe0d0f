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
        /// What the operator sees of the API server.
        let api: RefusingAPI
        let world: World
        private(set) var process: Operator
        private var events: EventRecorder
        private var task: Task<Void, Never>?
        private let writesEvents: Bool

        /// - Parameter writesEvents: whether events are written; else they are only noted.
        init(seed: UInt64 = 1, faults: Faults = .none, writesEvents: Bool = false) {
            simulation = Simulation(seed: seed, faults: faults)
            world = World(api: simulation.api)
            api = RefusingAPI(simulation.api)
            self.writesEvents = writesEvents
            (process, events) = Self.make(simulation, api, world)
        }

        private static func make(_ simulation: Simulation, _ api: RefusingAPI, _ world: World) -> (Operator, EventRecorder) {
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let cache = PostgresCache.make(scope: .allNamespaces)
            let events = EventRecorder(api: api, component: "test", clock: simulation.clock, logger: logger)
            let clock = simulation.clock
            let controller = ClusterController(
                api: api, pods: world.pods, cache: cache, events: events, metrics: MetricsRegistry(),
                defaults: OperatorDefaults(version: "3.1.0", images: RelatedImages()), initImage: "operator", dnsDomain: "cluster.local",
                now: { clock.date }, concurrency: 1, logger: logger)
            let process = Operator(api: api, cache: cache, clock: simulation.clock, executor: simulation.executor, logger: logger) { controller }
            return (process, events)
        }

        func start() {
            let process = process
            task = simulation.start { try await process.run() }
            let events = events
            if writesEvents { simulation.start { try await events.run() } }
        }

        /// The process dies.
        func stop() { task?.cancel() }

        /// The process dies and another one starts.
        func restart() {
            task?.cancel()
            (process, events) = Self.make(simulation, api, world)
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

    /// An authority is renewed without a moment in which someone meets a certificate that it does not trust.
    @Test func theAuthorityIsRenewedInStepsThatSurviveRestarts() throws {
        let setup = Setup()
        setup.simulation.api.put(Self.resource())
        setup.start()
        try setup.run(until: "the cluster is ready") { setup.isReady }
        let api = setup.simulation.api
        let authorityKey = ObjectKey(namespace: "ns", name: "c-cluster-ca-cert")
        func authority() -> [String: String] { api.object(Secret.self, authorityKey)?.texts ?? [:] }
        let old = try #require(authority()["root.crt"])
        // Certificates of authorities by the digest under which the others note them.
        var known: [String: String] = [:]
        func look() -> (signers: Set<String>, trusted: [String]) {
            if let root = authority()["root.crt"] { known[PostgresCache.digest(Array(Array(root.utf8).base64.utf8))] = root }
            let holders = api.objects(Secret.self).filter { $0.metadata.annotations?["egret.dev/issuer"] != nil }
            let keys = ["ca.crt", "patroni.ca-roots", "pgbackrest.ca-roots", "pgbouncer-frontend.ca-roots"]
            return (
                Set(holders.compactMap { $0.metadata.annotations?["egret.dev/issuer"] }),
                holders.flatMap { holder in keys.compactMap { holder.texts[$0] } }
            )
        }
        api.edit(PerconaPGCluster.self, Self.key) { $0.metadata.annotations = ["egret.dev/renew-authority": "1"] }
        let step = 20
        var history: [(signers: Set<String>, trusted: [String])] = []
        var stages: [[String]] = []
        for round in 0..<90 {
            setup.simulation.run(for: .seconds(step))
            if round % 11 == 0 { setup.restart() }
            history.append(look())
            let keys = authority().keys.sorted()
            if stages.last != keys { stages.append(keys) }
        }
        #expect(stages == [["next.crt", "next.key", "root.crt", "root.key"], ["previous.crt", "root.crt", "root.key"], ["root.crt", "root.key"]])
        let new = try #require(authority()["root.crt"])
        #expect(new != old)
        #expect(history.last?.trusted.allSatisfy { $0 == new } == true && history.last?.trusted.count == 7)
        // A Pod may see a Secret as it was up to ten minutes ago, and meet another one that is up to date, and the other way round.
        for (round, seen) in history.enumerated() {
            for past in history[max(0, round - 500 / step)...round] {
                for signer in seen.signers.union(past.signers) {
                    let certificate = try #require(known[signer])
                    #expect((seen.trusted + past.trusted).allSatisfy { $0.contains(certificate) }, "round \(round)")
                }
            }
        }
        #expect(setup.isReady)
        api.forgetRequests()
        setup.simulation.run(for: .seconds(3600))
        #expect(api.writes.map(\.summary) == [], "nothing is left to do")
    }

    /// Somebody who looks at the resource sees why nothing happens.
    @Test func whatTheServerRefusesIsInConditionAndEvent() throws {
        let setup = Setup()
        setup.simulation.api.put(Self.resource())
        setup.api.refused.withLock { $0 = "patch statefulsets.apps c-repo-host" }
        setup.start()
        setup.simulation.run(for: .seconds(30))
        func ready() -> JSONValue? { setup.status?["conditions"]?.array?.first { $0["type"] == "Ready" } }
        #expect(ready()?["reason"] == "ReconciliationFailed")
        #expect(ready()?["message"]?.string?.contains("patch statefulsets.apps c-repo-host in ns: no right") == true, "\(ready() ?? .null)")
        setup.api.refused.withLock { $0 = nil }
        try setup.run(until: "the cluster is ready") { setup.isReady }
    }

    @Test func aClaimThatSomebodyElseMadeIsLeftAsItIs() throws {
        let setup = Setup()
        var resource = Self.resource()
        let storage: JSONValue = ["accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]]]
        resource.json[path: ["spec", "instances"]] = .array(
            (resource.json[path: "spec", "instances"]?.array ?? []).map {
                var set = $0
                set["sidecarPVCs"] = [["name": "theirs", "spec": storage], ["name": "ours", "spec": storage]]
                return set
            })
        let theirs = PersistentVolumeClaim(metadata: ObjectMeta(name: "theirs", namespace: "ns"))
        let before = setup.simulation.api.put(theirs)
        setup.simulation.api.put(resource)
        setup.start()
        try setup.run(until: "the cluster is ready") { setup.isReady }
        let after = setup.simulation.api.object(PersistentVolumeClaim.self, theirs.key)
        #expect(after?.metadata == before.metadata || after?.metadata.labels == nil)
        let ours = setup.simulation.api.object(PersistentVolumeClaim.self, ObjectKey(namespace: "ns", name: "ours"))
        #expect(ours?.metadata.labels?[Label.cluster] == "c")
    }

    /// A namespace that is being deleted, as far as an API server shows it.
    private func endNamespace(of setup: Setup) {
        setup.simulation.api.put(Namespace(metadata: ObjectMeta(finalizers: ["kubernetes"], name: "ns")))
        setup.simulation.api.remove(Namespace.self, ObjectKey(name: "ns"))
        setup.simulation.api.remove(PerconaPGCluster.self, Self.key)
    }

    @Test func aClusterGoesWithoutAWriteTooMany() throws {
        let setup = Setup()
        setup.simulation.api.put(Self.resource())
        setup.start()
        try setup.run(until: "the cluster is ready") { setup.isReady }
        setup.simulation.api.remove(PerconaPGCluster.self, Self.key)
        setup.simulation.api.forgetRequests()
        try setup.run(until: "the cluster is gone") { setup.status == nil }
        setup.simulation.run(for: .seconds(60))
        let writes = setup.simulation.api.writes.map(\.summary).filter { !$0.contains("events") }
        #expect(writes.last == "patch perconapgclusters.pgv2.percona.com c in ns", "the finalizers; no status after them: \(writes)")
    }

    @Test func aClusterGoesAtOnceWithItsNamespace() throws {
        let setup = Setup()
        setup.simulation.api.put(Self.resource())
        setup.start()
        try setup.run(until: "the cluster is ready") { setup.isReady }
        setup.simulation.api.forgetRequests()
        endNamespace(of: setup)
        setup.simulation.run(for: .seconds(2))
        #expect(setup.status == nil)
        #expect(setup.simulation.api.writes.map(\.summary).filter { !$0.contains("events") } == ["patch perconapgclusters.pgv2.percona.com c in ns"])
    }

    @Test(arguments: [0, 7]) func anOperatorThatIsEndedWithItsNamespaceLetsItsClustersGo(secondsLate: Int) throws {
        let setup = Setup()
        setup.simulation.api.put(Self.resource())
        setup.start()
        try setup.run(until: "the cluster is ready") { setup.isReady }
        setup.stop()
        let farewell = NamespaceFarewell(
            api: setup.simulation.api, namespace: "ns", clock: setup.simulation.clock, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        try setup.simulation.perform { await farewell.letGo() }
        #expect(setup.status != nil, "the namespace stays, and so does the cluster")

        setup.simulation.api.put(Namespace(metadata: ObjectMeta(finalizers: ["kubernetes"], name: "ns")))
        setup.simulation.api.remove(Namespace.self, ObjectKey(name: "ns"))
        _ = setup.simulation.start { await farewell.letGo() }
        setup.simulation.run(for: .seconds(secondsLate))
        setup.simulation.api.remove(PerconaPGCluster.self, Self.key)
        setup.simulation.run(for: .seconds(2))
        #expect(setup.status == nil)
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
