public import Foundation
import KubernetesModel
public import LocalNode

/// Where a local cluster keeps its state, and what is its own on this machine.
///
/// | what | where |
/// | --- | --- |
/// | objects, keys, administrator's kubeconfig | `DATA/api` |
/// | pods' files, volumes | `DATA/node` |
/// | images and containers | `DATA/containers` |
/// | process identifier, log | `DATA/egret.pid`, `DATA/egret.log` |
/// | what a restart of the machine may lose | `/run/egret-INSTANCE` |
public struct LocalClusterConfiguration: Sendable, Hashable, Codable {
    /// Where a cluster is unless another place is named.
    public static let standardDirectory = "/var/lib/egret"

    /// An absolute path.
    public var dataDirectory: String
    /// Word in the names of network namespaces, devices and tables on this machine; up to five letters or digits.
    public var instance: String
    /// The API server's port, on loopback and on the machine's address in the network of pods.
    public var port = 6_443
    /// IPv4 range of pods.
    public var podRange = "10.244.0.0/16"
    /// IPv4 range of Services.
    public var serviceRange = "10.96.0.0/16"
    /// Whether pods may reach networks outside of this machine.
    public var allowsOutside = false

    /// - Parameter dataDirectory: a relative path is one below the current directory.
    public init(dataDirectory: String = standardDirectory) {
        self.dataDirectory = URL(fileURLWithPath: dataDirectory).standardizedFileURL.path
        instance = self.dataDirectory == Self.standardDirectory ? "local" : Self.word(self.dataDirectory)
    }

    /// Where the API server keeps its state.
    var apiDirectory: String { "\(dataDirectory)/api" }
    public var kubeconfigPath: String { "\(apiDirectory)/admin.kubeconfig" }
    public var processPath: String { "\(dataDirectory)/egret.pid" }
    public var logPath: String { "\(dataDirectory)/egret.log" }
    /// Exists once a cluster was started here.
    public var settingsPath: String { "\(dataDirectory)/cluster.json" }
    public var runDirectory: String { "/run/egret-\(instance)" }
    /// While this file exists, the end of the control plane ends the containers, too.
    var stopRequestPath: String { "\(runDirectory)/stop-containers" }

    /// What the node works with.
    ///
    /// - Throws: ``InvalidConfiguration`` for a range that is none.
    public var node: LocalNodeConfiguration {
        get throws {
            guard let pods = AddressRange(podRange) else { throw InvalidConfiguration("pod range \(podRange)", "use a range such as 10.244.0.0/16") }
            guard let services = AddressRange(serviceRange) else {
                throw InvalidConfiguration("service range \(serviceRange)", "use a range such as 10.96.0.0/16")
            }
            if pods.overlaps(services) { throw InvalidConfiguration("ranges \(pods) and \(services) overlap", "use two that do not") }
            return LocalNodeConfiguration(
                dataDirectory: "\(dataDirectory)/node", runDirectory: runDirectory,
                storage: EngineStorage(root: "\(dataDirectory)/containers", runRoot: "\(runDirectory)/engine"),
                network: NetworkConfiguration(
                    instance: instance, podRange: pods, serviceRange: services, allowsOutside: allowsOutside,
                    upstreamNameServers: allowsOutside ? Self.nameServers : []))
        }
    }

    // MARK: Settings of an existing cluster

    /// The configuration that a cluster was started with; a new one if there is none.
    ///
    /// - Throws: ``InvalidConfiguration`` if the file is damaged.
    public static func reading(dataDirectory: String) throws -> LocalClusterConfiguration {
        let fresh = LocalClusterConfiguration(dataDirectory: dataDirectory)
        guard let data = FileManager.default.contents(atPath: fresh.settingsPath) else { return fresh }
        do {
            var configuration = try JSONDecoder().decode(Self.self, from: data)
            // A directory that was moved keeps its names on the machine.
            configuration.dataDirectory = fresh.dataDirectory
            return configuration
        } catch {
            throw InvalidConfiguration(fresh.settingsPath, "it cannot be read (\(error)): restore it, or use another directory")
        }
    }

    /// Whether a cluster was started in this directory.
    public var exists: Bool { FileManager.default.fileExists(atPath: settingsPath) }

    package func save() throws {
        try FileManager.default.createDirectory(atPath: dataDirectory, withIntermediateDirectories: true)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(self).write(to: URL(fileURLWithPath: settingsPath), options: .atomic)
    }

    /// Five letters and digits that stand for a path (FNV-1a).
    private static func word(_ path: String) -> String {
        String(("00000" + String(FNV1a.hash(path.utf8), radix: 36)).suffix(5))
    }

    /// This machine's name servers that are reachable from elsewhere than itself.
    private static var nameServers: [String] {
        let text = (try? String(contentsOfFile: "/etc/resolv.conf", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            return words.count > 1 && words[0] == "nameserver" ? String(words[1]) : nil
        }
    }
}

/// A setting of a local cluster that cannot be used.
public struct InvalidConfiguration: Error, Sendable, CustomStringConvertible {
    public let description: String
    init(_ what: String, _ remedy: String) { description = "\(what): \(remedy)" }
}
