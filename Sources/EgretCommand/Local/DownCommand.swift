import ArgumentParser
import LocalCluster

/// `egret local down`: stops the cluster; nothing is lost.
struct DownCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "down", abstract: "Stop the local cluster: containers in an orderly way, then the control plane. Data stays.")

    @OptionGroup var cluster: ClusterOptions

    @Flag(help: "Stop the control plane only; containers go on, and the next `up` takes them over.")
    var keepContainers = false

    @Option(help: "Seconds to wait for the end.")
    var timeout = 120

    func run() async throws {
        addSystemDirectoriesToPath()
        let configuration = try cluster.existing
        let process = ControlPlaneProcess(configuration: configuration)
        guard process.identifier != nil else {
            if !keepContainers { try await configuration.stopContainers() }
            printError("The cluster in \(configuration.dataDirectory) is down.")
            return
        }
        if !keepContainers { try configuration.requestStopOfContainers() }
        guard try await process.end(within: .seconds(timeout)) else {
            throw CommandFailure("the control plane does not end within \(timeout) s: see \(configuration.logPath)")
        }
        printError("The cluster in \(configuration.dataDirectory) is down. `egret local up` starts it again.")
    }
}
