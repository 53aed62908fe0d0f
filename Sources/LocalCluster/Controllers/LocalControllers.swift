public import ControllerRuntime
public import KubernetesClient
public import Logging
public import ServiceLifecycle

/// Runs all controllers of a local cluster over one cache.
public final class LocalControllers: ServiceLifecycle.Service {
    private let runtime: Operator
    private let collector: GarbageCollector
    private let events: EventRecorder

    /// - Parameter api: the server, with the rights of a cluster administrator.
    public init(api: any KubernetesAPI, metrics: MetricsRegistry = MetricsRegistry(), logger: Logger) {
        collector = GarbageCollector(api: api, logger: logger)
        let cache = Cache()
        let events = EventRecorder(api: api, component: "egret-local", metrics: metrics, logger: logger)
        self.events = events
        let writer = ObjectWriter(api: api, cache: cache, events: events)
        runtime = Operator(api: api, cache: cache, metrics: metrics, logger: logger) {
            StatefulSetController(cache: cache, writer: writer)
            ReplicaSetController(cache: cache, writer: writer)
            DeploymentController(cache: cache, writer: writer)
            JobController(cache: cache, writer: writer)
            EndpointsController(cache: cache, writer: writer)
            MirroringController(cache: cache, writer: writer)
            StorageController(cache: cache, writer: writer)
            ClaimProtection(cache: cache, writer: writer)
            DisruptionController(cache: cache, writer: writer)
            NodeController(cache: cache, writer: writer)
            SchedulerController(cache: cache, writer: writer)
        }
    }

    /// Runs until the service group shuts down.
    public func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.collector.run() }
            group.addTask { try await self.events.run() }
            try await runtime.run()
            group.cancelAll()
        }
    }
}
