import Foundation
import Glibc
import KubernetesModel
import Logging

/// Something that this machine must have to run pods.
public struct MissingRequirement: Error, Sendable, CustomStringConvertible {
    public let name: String
    public var description: String { "a local node needs \(name), which this machine does not have" }
}

extension LocalNode {
    /// Programs that a node calls, with the Debian package of each.
    public static let programs = [
        "podman": "podman", "conmon": "conmon", "ip": "iproute2", "nft": "nftables", "dnsmasq": "dnsmasq-base", "unshare": "util-linux",
        "setpriv": "util-linux",
    ]

    /// What this machine lacks, in words; empty if nodes can run.
    public static func missingRequirements() -> [String] {
        var missing: [String] = []
        if geteuid() != 0 { missing.append("root (it runs as user \(geteuid()))") }
        let directories = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/sbin:/usr/bin:/sbin:/bin").split(separator: ":")
        for (program, package) in programs.sorted(by: { $0.key < $1.key })
        where !directories.contains(where: { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }) {
            missing.append("\(program) (Debian package \(package))")
        }
        return missing
    }

    static func check() throws(MissingRequirement) {
        if let missing = missingRequirements().first { throw MissingRequirement(name: missing) }
    }

    /// Loads images from an archive (OCI or Docker) into the engine.
    ///
    /// - Returns: the names of the images that it held.
    public static func loadImages(from path: String, storage: EngineStorage) async throws -> [String] {
        try storage.prepare()
        let output = try await Command.check(storage.command + ["load", "--quiet", "--input", path], environment: storage.environment)
        return output.split(separator: "\n").compactMap { line in
            line.hasPrefix("Loaded image") ? line.split(separator: ": ", maxSplits: 1).last.map(String.init) : nil
        }
    }

    /// Makes the machine's own addresses in the cluster's network, so that a server can listen on one before the nodes run. Safe to repeat.
    public static func prepareNetwork(_ configuration: LocalNodeConfiguration) async throws {
        try check()
        try await PodNetwork(configuration: configuration.network).start(nodes: configuration.nodeNames.count)
    }

    /// Unmounts the volumes of claims, whose containers have ended.
    public static func unmountVolumes(_ configuration: LocalNodeConfiguration) { PodVolumes.unmount(below: configuration.volumesDirectory) }

    /// Removes all images of a storage, the mounts that the engine keeps on it, and its directory.
    ///
    /// Not `podman system reset`, which takes away networks of the whole machine, too.
    public static func removeStorage(_ storage: EngineStorage) async throws {
        try storage.prepare()
        try await Command.check(storage.command + ["rmi", "--all", "--force"], environment: storage.environment)
        try PodVolumes.tearDown(storage.root)
        try PodVolumes.tearDown(storage.runRoot)
    }

    /// The names of the images that the engine has.
    public static func images(storage: EngineStorage) async throws -> [String] {
        try storage.prepare()
        let output = try await Command.check(storage.command + ["images", "--format", "{{.Repository}}:{{.Tag}}"], environment: storage.environment)
        return output.split(separator: "\n").map(String.init)
    }

    /// The digests of the manifests of the images that the engine has, by name.
    public static func imageDigests(storage: EngineStorage) async throws -> [String: String] {
        try storage.prepare()
        let output = try await Command.check(
            storage.command + ["images", "--no-trunc", "--format", "{{.Repository}}:{{.Tag}} {{.Digest}}"], environment: storage.environment)
        let pairs = output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        return Dictionary(pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
    }

    /// Ends the containers of all pods in an orderly way; their pods stay, and run again with the next start of the nodes.
    ///
    /// - Parameter grace: how long they have before they are killed.
    public static func stopContainers(_ configuration: LocalNodeConfiguration, grace: Duration = .seconds(60)) async throws {
        try await withEngine(configuration) { podman in
            var running: [ContainerReport] = []
            for id in try await podman.containers(labels: [ContainerLabel.instance: configuration.network.instance]) {
                if let report = try await podman.inspect(id), report.isRunning { running.append(report) }
            }
            for report in running { try await podman.signal(String(report.stopSignal), to: report.id) }
            let end = ContinuousClock.now + grace
            while !running.isEmpty, ContinuousClock.now < end {
                running.removeAll { kill($0.processID, 0) != 0 }
                try await Task.sleep(for: .milliseconds(50))
            }
            for report in running { try await podman.signal("KILL", to: report.id) }
        }
        await nameServer(configuration).endPredecessor()
    }

    /// Removes everything of this cluster's nodes from the machine: containers, network, directories of pods. Volumes of claims are not touched.
    public static func reset(_ configuration: LocalNodeConfiguration) async throws {
        try await withEngine(configuration) { podman in
            for id in try await podman.containers(labels: [ContainerLabel.instance: configuration.network.instance]) { try await podman.remove(id) }
        }
        for uid in (try? FileManager.default.contentsOfDirectory(atPath: configuration.podsDirectory)) ?? [] {
            let directory = PodDirectory(path: configuration.podDirectory(uid))
            if let holder = directory.readSandbox()?.processHolder { ProcessHolder.end(holder) }
            try PodVolumes.tearDown(directory.path)
        }
        await nameServer(configuration).endPredecessor()
        await PodNetwork.reset(configuration.network)
    }

    /// Runs the engine's service for as long as `body` needs it.
    private static func withEngine(_ configuration: LocalNodeConfiguration, _ body: (Podman) async throws -> Void) async throws {
        let engine = EngineService(storage: configuration.storage, logger: Logger(label: "egret.node"))
        let process = try await engine.start()
        do {
            try await body(Podman(socketPath: configuration.storage.socketPath))
        } catch {
            await engine.stop(process)
            throw error
        }
        await engine.stop(process)
    }

    static func nameServer(_ configuration: LocalNodeConfiguration, logger: Logger = Logger(label: "egret.node")) -> NameServer {
        NameServer(network: configuration.network, directory: "\(configuration.runDirectory)/dns", logger: logger)
    }
}
