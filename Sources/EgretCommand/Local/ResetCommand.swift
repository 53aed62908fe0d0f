import ArgumentParser
import Foundation
import KubernetesClient
import KubernetesModel
import LocalCluster
import LocalNode

/// `egret local reset`: destroys the cluster and all data in it.
struct ResetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Destroy the local cluster with all its databases, volumes and images. Shows what, and needs --yes.")

    @OptionGroup var cluster: ClusterOptions

    @Flag(help: "Do it.")
    var yes = false

    func run() async throws {
        addSystemDirectoriesToPath()
        let configuration = try cluster.existing
        let process = ControlPlaneProcess(configuration: configuration)
        let losses = await losses(configuration, isRunning: process.identifier != nil)
        if !yes {
            print("This would destroy, for ever:")
            for line in losses { print("  \(line)") }
            throw CommandFailure("nothing was done: repeat with --yes to destroy the cluster in \(configuration.dataDirectory)")
        }
        guard try await process.end(within: .seconds(30)) else {
            throw CommandFailure("the control plane does not end: see \(configuration.logPath)")
        }
        try await configuration.destroy()
        printError("The cluster in \(configuration.dataDirectory) is gone.")
    }

    /// What would be lost, a line each.
    private func losses(_ configuration: LocalClusterConfiguration, isRunning: Bool) async -> [String] {
        var lines: [String] = []
        var observer = ClusterObserver(configuration: configuration)
        if isRunning {
            let inventory = ClusterInventory(api: observer.api())
            lines += ((try? await inventory.clusters()) ?? []).map { "PostgreSQL cluster \($0)" }
            lines += ((try? await inventory.volumes()) ?? []).map { "volume \($0)" }
        } else {
            let volumes = (try? configuration.node.volumesDirectory).flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0) } ?? []
            lines += volumes.sorted().map { "volume \($0)" }
            lines.append("PostgreSQL clusters that cannot be listed, since the control plane is down: `egret local up` first shows them by name")
        }
        return lines + ["all objects, keys and images in \(configuration.dataDirectory)"]
    }
}
