import KubernetesModel
import Logging

/// Keeps packet filter and DNS in step with Services and their endpoints.
actor ServiceSync {
    /// How long changes are gathered before they are carried out.
    static let gathering = Duration.milliseconds(10)

    let network: NetworkConfiguration
    let mirror: ClusterMirror
    let nameServer: NameServer
    let logger: Logger
    private var table: String?
    private nonisolated let changes: AsyncStream<Void>
    private nonisolated let changed: AsyncStream<Void>.Continuation

    init(network: NetworkConfiguration, mirror: ClusterMirror, nameServer: NameServer, logger: Logger) {
        self.network = network
        self.mirror = mirror
        self.nameServer = nameServer
        self.logger = logger
        (changes, changed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Says that a Service or its endpoints may have changed; returns at once.
    nonisolated func noteChange() { changed.yield() }

    func run() async {
        for await _ in changes {
            if Task.isCancelled { return }
            try? await Task.sleep(for: Self.gathering)
            guard mirror.mirrors[Service.resourceType]?.isComplete == true, mirror.mirrors[EndpointSlice.resourceType]?.isComplete == true else {
                continue
            }
            await synchronize()
        }
    }

    private func synchronize() async {
        let services = mirror.objects(Service.resourceType).map { Service(json: $0) }
        let slices = mirror.objects(EndpointSlice.resourceType).map { EndpointSlice(json: $0) }
        await nameServer.show(DNSRecords(domain: network.clusterDomain, services: services, slices: slices).hosts)
        let routes = ServiceRoute.all(services: services, slices: slices)
        let pods = Set(routes.flatMap(\.targets).map(\.address)).filter { IPv4Address($0).map(network.podRange.contains) ?? false }
        let text = ServiceTable(network: network, routes: routes, podAddresses: pods.sorted()).text
        guard text != table else { return }
        do {
            try await Command.check(["nft", "-f", "-"], input: text)
            table = text
        } catch {
            logger.error("The addresses of Services could not be set", metadata: ["reason": "\(error)"])
            try? await Task.sleep(for: .seconds(1))
            changed.yield()
        }
    }
}
