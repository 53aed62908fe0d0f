import Foundation
import Glibc
import KubernetesModel
import Synchronization

/// The names and addresses of a local cluster's network.
public struct NetworkConfiguration: Sendable, Hashable {
    /// Word in the names of everything on this machine that belongs to this cluster: network namespaces, devices, tables. Up to five letters or
    /// digits.
    public var instance: String
    /// Addresses of pods and, at the beginning, of nodes. It must lie in no network that this machine is in.
    public var podRange: AddressRange
    /// Addresses of Services.
    public var serviceRange: AddressRange
    public var clusterDomain: String
    /// Whether pods may reach networks outside of this machine; what leaves then has the machine's address.
    public var allowsOutside: Bool
    /// Name servers that are asked about names outside of the cluster.
    public var upstreamNameServers: [String]

    public init(
        instance: String, podRange: AddressRange, serviceRange: AddressRange, clusterDomain: String = "cluster.local", allowsOutside: Bool = false,
        upstreamNameServers: [String] = []
    ) {
        self.instance = instance
        self.podRange = podRange
        self.serviceRange = serviceRange
        self.clusterDomain = clusterDomain
        self.allowsOutside = allowsOutside
        self.upstreamNameServers = upstreamNameServers
    }

    /// The machine as pods see it: their gateway, where the API server may listen.
    public var hostAddress: IPv4Address { podRange[1] }
    /// Address of a node, counted from 0: nodes on one machine share it and differ in this.
    public func nodeAddress(_ index: Int) -> IPv4Address { podRange[1 + index] }
    /// Where the cluster's DNS answers.
    public var nameServer: IPv4Address { serviceRange[10] }
    /// Device that holds the machine's own addresses in the cluster.
    var hostDevice: String { "eg-\(instance)" }
    /// What the devices of pods begin with; up to 15 characters are allowed in all.
    var devicePrefix: String { "eg\(instance)" }
    var namespacePrefix: String { "egret-\(instance)-" }
    var table: String { "egret_\(instance)" }
}

/// One pod's place in the network.
struct PodAttachment: Sendable, Hashable, Codable {
    /// Path of the network namespace.
    var namespacePath: String
    var device: String
    var address: String
}

/// Gives each pod a network namespace with a routed pair of devices.
///
/// There is no bridge: all packets between pods are routed by this machine, so that Service addresses work between any two of them, a pod and
/// itself included, and each sees the other's own address.
///
///     pod eth0 10.244.0.70/32 ── veth ── route 10.244.0.70 dev eg…; 10.244.0.1 on each end here
actor PodNetwork {
    let configuration: NetworkConfiguration
    private var pool: AddressPool

    init(configuration: NetworkConfiguration) {
        self.configuration = configuration
        pool = AddressPool(range: configuration.podRange)
    }

    /// Makes the machine's part: a device with its addresses in the cluster. Safe to repeat.
    ///
    /// - Throws: ``AddressesTaken`` if this machine uses some of them for something else.
    func start(nodes: Int) async throws {
        let device = configuration.hostDevice
        if configuration.allowsOutside {
            // Answers come in on the machine's own devices, which must pass them on as well.
            try "1".write(toFile: "/proc/sys/net/ipv4/ip_forward", atomically: false, encoding: .utf8)
        }
        let routes = MachineRoutes(text: try await Command.check(["ip", "-4", "route", "show", "table", "all"]))
        for range in [configuration.podRange, configuration.serviceRange] {
            try routes.check(range) { $0 == device || $0.hasPrefix(configuration.devicePrefix) }
        }
        if !FileManager.default.fileExists(atPath: "/sys/class/net/\(device)") {
            try await Command.check(["ip", "link", "add", device, "type", "bridge"])
        }
        var commands = ["link set \(device) up"]
        for index in 0..<max(1, nodes) { commands.append("address replace \(configuration.nodeAddress(index))/32 dev \(device)") }
        commands.append("address replace \(configuration.nameServer)/32 dev \(device)")
        // Service addresses exist nowhere. The route makes this machine choose a source address of the cluster before they are translated.
        commands.append("route replace \(configuration.serviceRange) dev \(device) src \(configuration.hostAddress)")
        try await Command.check(["ip", "-batch", "-"], input: commands.joined(separator: "\n") + "\n")
    }

    /// Notes an address that a pod has had since before this process began.
    func adopt(_ attachment: PodAttachment) {
        if let address = IPv4Address(attachment.address) { pool.reserve(address) }
    }

    /// Whether a pod's network is still there.
    nonisolated func isIntact(_ attachment: PodAttachment) -> Bool {
        var own = stat()
        var parent = stat()
        // The file alone may have outlived its namespace, which is mounted on it.
        return stat(attachment.namespacePath, &own) == 0 && stat("/run/netns", &parent) == 0 && own.st_dev != parent.st_dev
            && FileManager.default.fileExists(atPath: "/sys/class/net/\(attachment.device)")
    }

    /// Makes the network of a pod.
    func attach(uid: String) async throws -> PodAttachment {
        guard let address = pool.take() else {
            throw PodProblem(reason: "FailedCreatePodSandBox", message: "all addresses of \(configuration.podRange) are taken")
        }
        let name = configuration.namespacePrefix + uid
        let device = configuration.devicePrefix + String(shortHash(uid).prefix(15 - configuration.devicePrefix.utf8.count))
        let attachment = PodAttachment(namespacePath: "/run/netns/\(name)", device: device, address: address.description)
        do {
            await remove(namespace: name, device: device)
            try await Command.check(["ip", "netns", "add", name])
            let gateway = configuration.hostAddress
            let outside = """
                link add \(device) type veth peer name eth0 netns \(name)
                link set \(device) up
                address add \(gateway)/32 dev \(device)
                route replace \(address)/32 dev \(device) src \(gateway)
                """
            try await Command.check(["ip", "-batch", "-"], input: outside + "\n")
            let inside = """
                link set lo up
                link set eth0 up
                address add \(address)/32 dev eth0
                route add \(gateway) dev eth0 scope link
                route add default via \(gateway) dev eth0
                """
            try await Command.check(["ip", "-n", name, "-batch", "-"], input: inside + "\n")
            // Only the devices of pods forward: the machine's own networks stay as they are.
            for (key, value) in [("forwarding", "1"), ("route_localnet", "1"), ("rp_filter", "0")] {
                try value.write(toFile: "/proc/sys/net/ipv4/conf/\(device)/\(key)", atomically: false, encoding: .utf8)
            }
        } catch {
            await remove(namespace: name, device: device)
            pool.release(address)
            throw PodProblem(reason: "FailedCreatePodSandBox", message: "failed to make the pod's network: \(error)")
        }
        return attachment
    }

    /// Takes a pod's network away. That it is gone is no error.
    func detach(_ attachment: PodAttachment) async {
        let name = attachment.namespacePath.split(separator: "/").last.map(String.init) ?? ""
        await remove(namespace: name, device: attachment.device)
        if let address = IPv4Address(attachment.address) { pool.release(address) }
    }

    private func remove(namespace: String, device: String) async {
        if FileManager.default.fileExists(atPath: "/sys/class/net/\(device)") { _ = try? await Command.run(["ip", "link", "delete", device]) }
        if FileManager.default.fileExists(atPath: "/run/netns/\(namespace)") { _ = try? await Command.run(["ip", "netns", "delete", namespace]) }
    }

    /// Takes everything of this cluster out of the machine's network.
    static func reset(_ configuration: NetworkConfiguration) async {
        let manager = FileManager.default
        for device in (try? manager.contentsOfDirectory(atPath: "/sys/class/net")) ?? []
        where device == configuration.hostDevice || device.hasPrefix(configuration.devicePrefix) {
            _ = try? await Command.run(["ip", "link", "delete", device])
        }
        for name in (try? manager.contentsOfDirectory(atPath: "/run/netns")) ?? [] where name.hasPrefix(configuration.namespacePrefix) {
            _ = try? await Command.run(["ip", "netns", "delete", name])
        }
        _ = try? await Command.run(["nft", "delete", "table", "ip", configuration.table])
    }
}

/// Sixteen hexadecimal digits that stand for a text (FNV-1a, 64 bits).
func shortHash(_ text: String) -> String {
    FNV1a.digits(text.utf8)
}
