import ControllerRuntime
import ControllerRuntimeTesting
import KubernetesClient
import KubernetesModel
import Logging
import Testing

@testable import LocalControllers

@Suite("Controllers over an API in memory") struct ControllerTests {
    private let world = Simulation()

    private func start(_ controllers: (Cache, ObjectWriter) -> [any Reconciler]) -> Operator {
        let cache = Cache()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let writer = ObjectWriter(api: world.api, cache: cache, events: EventRecorder(api: world.api, component: "test", logger: logger))
        let made = Operator(
            api: world.api, cache: cache, options: .init(seed: 1), clock: world.clock, executor: world.executor,
            logger: logger
        ) { for controller in controllers(cache, writer) { controller } }
        world.start { try await made.run() }
        return made
    }

    @Test("a Deployment that recreates its Pods waits until the old ones are gone, without looking again and again")
    func recreate() throws {
        let key = ObjectKey(namespace: "default", name: "web")
        world.api.put(
            Deployment(json: [
                "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": "web", "namespace": "default"],
                "spec": [
                    "replicas": 1, "strategy": ["type": "Recreate"], "selector": ["matchLabels": ["app": "web"]],
                    "template": ["metadata": ["labels": ["app": "web"]], "spec": ["containers": [["name": "main", "image": "one"]]]],
                ],
            ]))
        let runtime = start { [DeploymentController(cache: $0, writer: $1), ReplicaSetController(cache: $0, writer: $1)] }
        try world.settle(runtime)
        let pods = world.api.objects(Pod.self)
        #expect(pods.map { $0.spec?.containers?.first?.image } == ["one"])
        let old = try #require(pods.first)

        // Its end takes time.
        world.api.edit(Pod.self, old.key) { $0.metadata.finalizers = ["test/holds"] }
        world.api.edit(Deployment.self, key) { $0.spec?.template?.spec?.containers?[0].image = "two" }
        try world.settle(runtime)
        #expect(world.api.objects(Pod.self).map(\.key) == [old.key])
        #expect(world.api.object(Pod.self, old.key)?.metadata.deletionTimestamp != nil)
        world.api.forgetRequests()
        world.run(for: .seconds(60))
        #expect(world.api.writes.isEmpty)
        #expect(world.api.objects(Pod.self).count == 1)

        world.api.edit(Pod.self, old.key) { $0.metadata.finalizers = [] }
        try world.settle(runtime)
        #expect(world.api.objects(Pod.self).map { $0.spec?.containers?.first?.image } == ["two"])
    }

    @Test("which Deployment a Pod belongs to, by the name of its ReplicaSet")
    func owner() {
        func pod(_ set: String, kind: String = "ReplicaSet", hash: String? = "abc") -> Pod {
            Pod(
                metadata: ObjectMeta(
                    labels: hash.map { ["pod-template-hash": $0] } ?? [:], name: "p", namespace: "n",
                    ownerReferences: [OwnerReference(apiVersion: "apps/v1", controller: true, kind: kind, name: set, uid: "u")]))
        }
        #expect(DeploymentController.deployment(of: pod("web-abc")) == [ObjectKey(namespace: "n", name: "web")])
        #expect(DeploymentController.deployment(of: pod("web-xyz")).isEmpty)
        #expect(DeploymentController.deployment(of: pod("web-abc", kind: "StatefulSet")).isEmpty)
        #expect(DeploymentController.deployment(of: pod("web-abc", hash: nil)).isEmpty)
    }
}
