import Foundation
import KubernetesClient
import LocalAPIServer
import LocalControllers
import LocalNode
public import Logging
import ServiceLifecycle
import UnixSignals

/// A cluster on one machine without a Kubernetes: API server, controllers and node in one process.
///
/// State is durable: a killed process loses nothing that was acknowledged, containers do not depend on it, and the next one takes them over.
/// The API server listens on loopback and on the machine's address in the network of pods, nowhere else.
public struct LocalCluster: Sendable {
    private let configuration: LocalClusterConfiguration
    private let logger: Logger
    private static let loopback = "127.0.0.1"

    public init(configuration: LocalClusterConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// Runs until SIGTERM, SIGINT or the cancellation of the task: then first the node and the controllers end, the API server last.
    ///
    /// - Throws: what keeps a part from starting: a missing program, an address that is taken, a directory that cannot be written.
    public func run() async throws {
        let node = try configuration.node
        // Before the settings are settled: a new cluster may then be made with others.
        try AddressUnavailable.check(host: Self.loopback, port: configuration.port)
        // The API server listens on one of its addresses.
        try await LocalNode.prepareNetwork(node)
        try configuration.save()
        try FileManager.default.createDirectory(atPath: configuration.runDirectory, withIntermediateDirectories: true)
        try? FileManager.default.removeItem(atPath: configuration.stopRequestPath)
        let connector = NodeGateway()
        let start = ServerStart()
        let server = LocalAPIServer(configuration: serverConfiguration(node), logger: logger(of: "apiserver"), node: connector) { _ in start.open() }
        let configuration = configuration
        let logger = logger
        let controllerLogger = self.logger(of: "controllers")
        let nodeLogger = self.logger(of: "node")
        try await ServiceGroup(
            services: [
                ServerService(server: server, start: start),
                WhenServing(start) {
                    let api = try Self.client(configuration, controllerLogger)
                    try await FirstObjects(api: api).install()
                    try await LocalControllers(api: api, logger: controllerLogger).run()
                },
                WhenServing(start) {
                    let local = LocalNode(configuration: node, api: try Self.client(configuration, nodeLogger), logger: nodeLogger)
                    connector.connect(local.streams)
                    try await local.run()
                    connector.connect(nil)
                    try await Self.stopContainersIfAsked(configuration, node, logger)
                },
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
    }

    private func serverConfiguration(_ node: LocalNodeConfiguration) -> LocalAPIServer.Configuration {
        var server = LocalAPIServer.Configuration(dataDirectory: configuration.apiDirectory)
        let address = node.network.hostAddress.description
        server.addresses = [Self.loopback, address]
        server.port = configuration.port
        server.serviceCIDR = configuration.serviceRange
        server.podFacingAddress = address
        return server
    }

    private func logger(of part: String) -> Logger {
        var logger = logger
        logger[metadataKey: "part"] = "\(part)"
        return logger
    }

    private static func client(_ configuration: LocalClusterConfiguration, _ logger: Logger) throws -> KubernetesClient {
        KubernetesClient(configuration.administrator, logger: logger)
    }

    /// How long containers have to end: as long as Pods that do not say otherwise.
    private static let stopGrace = Duration.seconds(30)

    /// Containers end while the API server still answers: Patroni wants to hand its leadership back.
    private static func stopContainersIfAsked(
        _ configuration: LocalClusterConfiguration, _ node: LocalNodeConfiguration, _ logger: Logger
    ) async throws {
        guard FileManager.default.fileExists(atPath: configuration.stopRequestPath) else { return }
        logger.info("The containers are stopped")
        try await LocalNode.stopContainers(node, grace: stopGrace)
        try FileManager.default.removeItem(atPath: configuration.stopRequestPath)
    }
}
