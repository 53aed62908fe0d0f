import KubernetesClient
public import LocalAPIServer
import LocalControllers
public import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals

/// An API server with the controllers beside it and no node: what the recorded answers of Kubernetes are replayed against.
///
/// No pod ever runs in it; otherwise it is what ``LocalCluster`` is, on any machine and without any rights.
public struct ControlPlane: Sendable {
    private let configuration: LocalAPIServer.Configuration
    private let logger: Logger
    private let started: @Sendable (Int) -> Void

    /// - Parameter started: called with the port once the server answers.
    public init(configuration: LocalAPIServer.Configuration, logger: Logger, started: @escaping @Sendable (Int) -> Void = { _ in }) {
        self.configuration = configuration
        self.logger = logger
        self.started = started
    }

    /// Runs until SIGTERM, SIGINT or the cancellation of the task.
    public func run() async throws {
        let start = ServerStart()
        let ports = Mutex(0)
        let server = LocalAPIServer(configuration: configuration, logger: logger) { port in
            ports.withLock { $0 = port }
            started(port)
            start.open()
        }
        let configuration = configuration
        let logger = logger
        try await ServiceGroup(
            services: [
                ServerService(server: server, start: start),
                WhenServing(start) {
                    let api = KubernetesClient(configuration.administrator(port: ports.withLock { $0 }), logger: logger)
                    try await LocalControllers(api: api, logger: logger).run()
                },
            ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
    }
}
