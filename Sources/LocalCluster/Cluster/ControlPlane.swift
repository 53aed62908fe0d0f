import KubernetesClient
import KubernetesKubeconfig
public import LocalAPIServer
import LocalControllers
public import Logging
import ServiceLifecycle
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
        let server = LocalAPIServer(configuration: configuration, logger: logger) { port in
            started(port)
            start.open()
        }
        let kubeconfig = configuration.kubeconfigPath
        let logger = logger
        try await ServiceGroup(
            services: [
                ServerService(server: server, start: start),
                WhenServing(start) {
                    let api = KubernetesClient(try Kubeconfig(files: [kubeconfig]).configuration(), logger: logger)
                    try await LocalControllers(api: api, logger: logger).run()
                },
            ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
    }
}
