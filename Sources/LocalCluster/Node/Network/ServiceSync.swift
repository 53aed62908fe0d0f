import KubernetesModel
import Logging

/// Keeps packet filter and DNS in step with Services, their endpoints, and NetworkPolicies.
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

    /// Says that something may have changed; returns at once.
    nonisolated func noteChange() { changed.yield() }

    /// Takes in a change of an object; returns at once.
    nonisolated func note(_ change: ObjectMirror.Change) {
        switch change.type {
        case Service.resourceType, EndpointSlice.resourceType, NetworkPolicy.resourceType: noteChange()
        case Pod.resourceType, Namespace.resourceType:
            // Their addresses and labels matter to policies only.
            if change.concernsPolicies, !mirror.objects(NetworkPolicy.resourceType).isEmpty { noteChange() }
        default: break
        }
    }

    private static let needed = [
        Service.resourceType, EndpointSlice.resourceType, Pod.resourceType, Namespace.resourceType, NetworkPolicy.resourceType,
    ]

    func run() async {
        for await _ in changes {
            if Task.isCancelled { return }
            try? await Task.sleep(for: Self.gathering)
            // What an earlier process has set holds until then.
            guard Self.needed.allSatisfy({ mirror.mirrors[$0]?.isComplete == true }) else { continue }
            await synchronize()
        }
    }

    private var isolated: [IsolatedPods] {
        let policies = mirror.objects(NetworkPolicy.resourceType)
        if policies.isEmpty { return [] }
        return NetworkIsolation(
            pods: mirror.objects(Pod.resourceType).map { Pod(json: $0) },
            namespaces: mirror.objects(Namespace.resourceType).map { Namespace(json: $0) },
            policies: policies.map { NetworkPolicy(json: $0) }
        ).groups
    }

    private func synchronize() async {
        let services = mirror.objects(Service.resourceType).map { Service(json: $0) }
        let slices = mirror.objects(EndpointSlice.resourceType).map { EndpointSlice(json: $0) }
        await nameServer.show(DNSRecords(domain: network.clusterDomain, services: services, slices: slices).hosts)
        let routes = ServiceRoute.all(services: services, slices: slices)
        let pods = Set(routes.flatMap(\.targets).map(\.address)).filter { IPv4Address($0).map(network.podRange.contains) ?? false }
        let text = ServiceTable(network: network, routes: routes, podAddresses: pods.sorted(), isolated: isolated).text
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

extension ObjectMirror.Change {
    /// Whether what policies look at has changed.
    fileprivate var concernsPolicies: Bool {
        let paths = [["metadata", "labels"], ["status", "podIP"], ["status", "phase"]]
        return old == nil || new == nil || paths.contains { old?[path: $0] != new?[path: $0] }
    }
}
