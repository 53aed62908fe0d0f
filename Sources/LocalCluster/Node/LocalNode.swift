import Foundation
import Glibc
public import KubernetesClient
import KubernetesModel
public import Logging
public import ServiceLifecycle

/// The nodes of a local cluster: they run the pods that are bound to them in podman, on this machine.
///
/// Containers do not depend on this process. When it ends, or is killed, they go on; the next one finds them by their labels and takes them over.
///
/// - Needs: Linux, root, podman 4.3 or later with runc or crun, ip, nft, dnsmasq, unshare.
public struct LocalNode: ServiceLifecycle.Service {
    let configuration: LocalNodeConfiguration
    let api: any KubernetesAPI
    let logger: Logger
    /// Logs of pods and streams into them, for the API server.
    public let streams: NodeStreams

    public init(configuration: LocalNodeConfiguration, api: any KubernetesAPI, logger: Logger) {
        self.configuration = configuration
        self.api = api
        self.logger = logger
        streams = NodeStreams()
    }

    /// Runs the nodes until graceful shutdown or cancellation; then leaves the containers running.
    ///
    /// - Throws: ``MissingRequirement``, ``SystemError`` or an error of the engine if the nodes cannot start.
    public func run() async throws {
        try LocalNode.check()
        let engine = EngineService(storage: configuration.storage, logger: logger)
        let process = try await engine.start()
        let network = PodNetwork(configuration: configuration.network)
        try await network.start(nodes: configuration.nodeNames.count)
        try FileManager.default.createDirectory(atPath: configuration.podsDirectory, withIntermediateDirectories: true)
        let tools = try await makeTools(network)
        let agent = NodeAgent(tools: tools)
        streams.serve(agent)
        let nameServer = Self.nameServer(configuration, logger: logger)
        let services = ServiceSync(network: configuration.network, mirror: tools.mirror, nameServer: nameServer, logger: logger)
        // Before the stock is taken: an end between the two is noticed by one of them.
        let exits = try ExitWatch(directory: configuration.storage.exitDirectory).identifiers()
        services.noteChange()
        await cancelWhenGracefulShutdown {
            await withTaskCancellationHandler {
                await withDiscardingTaskGroup { group in
                    group.addTask { try? await engine.supervise(process) }
                    group.addTask { await services.run() }
                    group.addTask { await self.runNameServer(nameServer) }
                    group.addTask { for await id in exits { await agent.noteEnd(of: id) } }
                    group.addTask { await agent.run() }
                    group.addTask { await self.lookAround(agent) }
                    for name in configuration.nodeNames { group.addTask { await self.registration(name, tools).run() } }
                    for mirror in tools.mirror.mirrors.values {
                        group.addTask { await self.follow(mirror, tools, agent, services) }
                    }
                }
            } onCancel: {
                agent.leave()
            }
        }
        streams.serve(nil)
    }

    private func makeTools(_ network: PodNetwork) async throws -> NodeTools {
        let podman = Podman(socketPath: configuration.storage.socketPath)
        let information = try await podman.information()
        guard let runtime = information[path: "host", "ociRuntime", "path"]?.string else {
            throw MissingRequirement(name: "an OCI runtime (runc or crun)")
        }
        let clock: @Sendable () -> Timestamp = { Timestamp(microsecondsSince1970: microsecondsNow()) }
        let events = configuration.nodeNames.map { ($0, NodeEvents(api: api, nodeName: $0, logger: logger, clock: clock)) }
        return NodeTools(
            configuration: configuration, api: api, mirror: ClusterMirror(), podman: podman, network: network,
            sizedVolumes: SizedVolumes(directory: configuration.volumesDirectory, logger: logger),
            exec: ContainerExec(runtime: runtime, directory: configuration.runDirectory), events: Dictionary(uniqueKeysWithValues: events),
            allocatable: NodeRegistration.capacity(directory: configuration.dataDirectory), logger: logger, clock: clock)
    }

    private func follow(_ mirror: ObjectMirror, _ tools: NodeTools, _ agent: NodeAgent, _ services: ServiceSync) async {
        await mirror.run(api, logger: logger) { change in
            await agent.note(change)
            services.note(change)
        } onComplete: {
            services.noteChange()
            // The last mirror to be complete begins.
            if tools.mirror.isComplete { await self.begin(agent) }
        }
    }

    private func begin(_ agent: NodeAgent) async {
        while !Task.isCancelled {
            do {
                return try await agent.begin()
            } catch {
                logger.error("The containers that exist cannot be listed", metadata: ["reason": "\(error)"])
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    private func runNameServer(_ server: NameServer) async {
        while !Task.isCancelled {
            do {
                try await server.run()
            } catch {
                logger.error("dnsmasq does not start", metadata: ["reason": "\(error)"])
                try? await Task.sleep(for: .seconds(2))
            }
        }
    }

    /// What has no other occasion: tokens that are due, and containers whose end nobody reported. Costs a system call for each container.
    private func lookAround(_ agent: NodeAgent) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(20))
            await agent.renewTokens()
            await agent.findLostContainers()
        }
    }

    private func registration(_ name: String, _ tools: NodeTools) -> NodeRegistration {
        NodeRegistration(
            name: name, address: configuration.address(ofNode: name), kubeletVersion: configuration.kubeletVersion, capacity: tools.allocatable,
            api: api, mirror: tools.mirror,
            logger: logger, clock: tools.clock)
    }
}

func microsecondsNow() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000
}
