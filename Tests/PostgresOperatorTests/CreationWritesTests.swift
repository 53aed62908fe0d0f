import ControllerRuntimeTesting
import KubernetesClient
import KubernetesModel
import PostgresAPI
import PostgresCluster
import Synchronization
import Testing

@testable import PostgresOperator

/// What the operator writes, events included, from the custom resource to the first backup.
@Suite("The writes that make a cluster") struct CreationWritesTests {
    /// Requests that changed nothing, whether they failed or not.
    private final class Idle: Sendable {
        let requests = Mutex<[String]>([])
        private let before = Mutex(0)

        func watch(_ api: InMemoryAPI) {
            api.inject { [self] request, moment in
                guard request.method != .get else { return nil }
                switch moment {
                case .before: before.withLock { $0 = api.version }
                case .after: if api.version == before.withLock(\.self) { requests.withLock { $0.append(request.summary) } }
                }
                return nil
            }
        }
    }

    @Test(arguments: [1, 3, 5]) func areHardlyMoreThanItsObjectsAndEachChangesSomething(instances: Int) throws {
        let setup = ClusterLifecycleTests.Setup(writesEvents: true)
        let api = setup.simulation.api
        let idle = Idle()
        idle.watch(api)
        var resource = ClusterLifecycleTests.resource(replicas: instances)
        resource.json[path: ["spec", "config"]] = ["parameters": ["jit": "on"]]
        api.put(resource)
        setup.start()
        try setup.run(until: "the cluster is ready") { setup.isReady }
        for _ in 0..<4 {
            setup.world.step()
            setup.simulation.run(for: .seconds(30))
        }
        #expect(idle.requests.withLock(\.self) == [])
        let further = Self.withoutTheFirstOfEachObject(api.writes).map(\.summary)
        #expect(further.count <= Self.most, "\(further.joined(separator: "\n"))")
        // Each instance has a volume, certificates, a configuration and a StatefulSet.
        #expect(api.writes.count <= 60 + 4 * (instances - 3))
    }

    /// Writes beyond one for each object: what becomes known while it is made, its status, events. The number of instances makes no difference.
    private static let most = 17

    private static func withoutTheFirstOfEachObject(_ writes: [APIRequest]) -> [APIRequest] {
        var made: Set<String> = []
        return writes.filter { request in
            if request.method == .post { return request.path.hasSuffix("/events") }
            return request.bodyType != .applyPatch || !made.insert(request.path).inserted
        }
    }
}
