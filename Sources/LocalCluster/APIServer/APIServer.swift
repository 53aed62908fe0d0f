import Foundation
public import Logging
import KubernetesModel
import NIOCore
import NIOPosix

/// A Kubernetes-compatible API server in one process, for one machine.
///
/// It stores in SQLite, serves HTTPS, authenticates client certificates and service account tokens, enforces RBAC, and answers as Kubernetes
/// 1.36 does. It runs no workload controllers and no pods: those are its clients.
///
/// `run()` serves until its task is cancelled, which suits a `ServiceGroup`. Then requests in flight finish, watches end, and the store is
/// closed. A killed process loses nothing that was acknowledged.
public struct LocalAPIServer: Sendable {
    /// Where the server keeps its state and how it is reached.
    public struct Configuration: Sendable {
        /// Holds `store.sqlite`, `pki/` and `admin.kubeconfig`; is created if need be.
        public var dataDirectory: String
        /// Addresses to listen on, all with the same port; the first is the one in the kubeconfig.
        public var addresses: [String] = ["127.0.0.1"]
        /// 0 for any free port; the kubeconfig tells which.
        public var port = 6_443
        /// IPv4 range of the addresses of services.
        public var serviceCIDR = "10.96.0.0/16"
        /// Further names and addresses by which clients call the server.
        public var names: [String] = []
        /// The address at which pods reach the server: the endpoint of the service `kubernetes`. Nil if they do not.
        public var podFacingAddress: String?

        public init(dataDirectory: String) { self.dataDirectory = dataDirectory }

        /// The administrator's kubeconfig, brought up to date when the server starts.
        public var kubeconfigPath: String { URL(fileURLWithPath: dataDirectory).appendingPathComponent("admin.kubeconfig").path }
    }

    private let configuration: Configuration
    private let logger: Logger
    private let node: (any NodeConnector)?
    private let started: @Sendable (Int) -> Void

    /// - Parameters:
    ///   - node: runs pods; without one, logs and streams of pods are refused.
    ///   - started: called with the port once the server answers.
    public init(
        configuration: Configuration, logger: Logger, node: (any NodeConnector)? = nil, started: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.logger = logger
        self.node = node
        self.started = started
    }

    /// Serves until the task is cancelled.
    ///
    /// - Throws: what keeps the server from starting: a file that cannot be read, an address that is taken, an invalid range.
    public func run() async throws {
        let directory = URL(fileURLWithPath: configuration.dataDirectory)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let store = try ObjectStore(path: directory.appendingPathComponent("store.sqlite").path)
        do {
            try await serve(directory: directory, store: store)
        } catch {
            try? await store.close()
            throw error
        }
    }

    private func serve(directory: URL, store: ObjectStore) async throws {
        let allocations = try ServiceAllocations(store: store, cidr: configuration.serviceCIDR)
        let names =
            configuration.addresses.filter { $0 != "0.0.0.0" } + configuration.names + [configuration.podFacingAddress].compactMap(\.self)
            + [
                "127.0.0.1", "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
                allocations.firstAddress,
            ]
        let keys = try PublicKeyInfrastructure(directory: directory.appendingPathComponent("pki"), names: names)
        let services = APIServices(
            store: store, catalog: ResourceCatalog(store: store), authorizer: Authorizer(store: store),
            tokens: ServiceAccountTokens(key: keys.tokenKey, store: store), allocations: allocations, node: node, logger: logger,
            authorityPEM: try keys.authority.identity.certificatePEM)
        let listener = HTTPListener(context: try keys.serverContext(), responder: router(services))
        let port = try await listen(listener)
        try await Bootstrap(services: services, endpoint: configuration.podFacingAddress.map { ($0, port) }).run()
        let host = configuration.addresses.first.map { $0 == "0.0.0.0" ? "127.0.0.1" : $0 } ?? "127.0.0.1"
        try keepKubeconfig(AdministratorKubeconfig(server: "https://\(host):\(port)", infrastructure: keys), in: IdentityFiles(directory: directory))
        logger.info("API server listens", metadata: ["addresses": "\(configuration.addresses)", "port": "\(port)"])
        started(port)
        await work(services, listener: listener, names: names, directory: directory)
        store.finishWatches()
        await listener.stop()
        try await store.close()
    }

    /// Brings the kubeconfig up to date; what a person has added or chosen in it stays.
    private func keepKubeconfig(_ kubeconfig: AdministratorKubeconfig, in files: IdentityFiles) throws {
        let name = "admin.kubeconfig"
        guard let present = try files.text(name) else { return try files.write(name, kubeconfig.text, permissions: 0o600) }
        do {
            let text = try kubeconfig.text(updating: present)
            if text != present { try files.write(name, text, permissions: 0o600) }
        } catch is AdministratorKubeconfig.Unreadable {
            let kept = "\(name).unreadable"
            try files.write(kept, present, permissions: 0o600)
            try files.write(name, kubeconfig.text, permissions: 0o600)
            logger.warning("The kubeconfig could not be read and is written anew", metadata: ["path": "\(name)", "former": "\(kept)"])
        }
    }

    private func router(_ services: APIServices) -> APIRouter {
        let openAPI = OpenAPIDocuments(catalog: services.catalog, store: services.store)
        let store = services.store
        return APIRouter(
            services: services, authenticator: Authenticator(tokens: services.tokens),
            documents: DiscoveryDocuments(catalog: services.catalog, openAPI: openAPI) {
                """
                # TYPE egret_apiserver_revision counter
                egret_apiserver_revision \(store.revision)
                # TYPE egret_apiserver_transactions_total counter
                egret_apiserver_transactions_total \(store.transactionCount)
                # TYPE egret_apiserver_watches gauge
                egret_apiserver_watches \(store.watcherCount)

                """
            })
    }

    private func listen(_ listener: HTTPListener) async throws -> Int {
        var port = configuration.port
        for address in configuration.addresses { port = try await listener.listen(host: address, port: port) }
        return port
    }

    /// The server's own loops, until the task is cancelled.
    private func work(_ services: APIServices, listener: HTTPListener, names: [String], directory: URL) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await NamespaceLifecycle(services: services).run() }
            group.addTask { await CustomResourceLifecycle(services: services).run() }
            group.addTask { await ClusterRoleAggregation(services: services).run() }
            group.addTask { await ServiceAccountTokenSecrets(services: services).run() }
            group.addTask { await ResourceQuotaUsage(services: services).run() }
            group.addTask {
                // Certificates last a year and are renewed long before; a look a day suffices.
                while (try? await Task.sleep(for: .seconds(86_400))) != nil {
                    guard let keys = try? PublicKeyInfrastructure(directory: directory.appendingPathComponent("pki"), names: names) else { continue }
                    if let context = try? keys.serverContext() { listener.replace(context: context) }
                }
            }
            await group.waitForAll()
        }
    }
}
