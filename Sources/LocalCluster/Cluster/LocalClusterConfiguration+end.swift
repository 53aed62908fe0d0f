import Foundation
import LocalNode

extension LocalClusterConfiguration {
    /// Makes the end of the control plane that runs end the containers, too, while the API server still answers.
    public func requestStopOfContainers() throws {
        try FileManager.default.createDirectory(atPath: runDirectory, withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: stopRequestPath))
    }

    /// Ends the containers of all pods while no control plane runs.
    public func stopContainers() async throws { try await LocalNode.stopContainers(try node) }

    /// Removes the cluster from this machine: containers, network, and everything below the data directory.
    public func destroy() async throws {
        let node = try node
        try await LocalNode.reset(node)
        LocalNode.unmountVolumes(node)
        try await LocalNode.removeStorage(node.storage)
        for path in ["api", "node", "containers", "egret.pid", "egret.log", "cluster.json"].map({ "\(dataDirectory)/\($0)" }) + [runDirectory]
        where FileManager.default.fileExists(atPath: path) {
            try FileManager.default.removeItem(atPath: path)
        }
        // Whatever else a person keeps there stays, and with it the directory.
        if (try? FileManager.default.contentsOfDirectory(atPath: dataDirectory))?.isEmpty == true {
            try FileManager.default.removeItem(atPath: dataDirectory)
        }
    }
}
