import ArgumentParser
import Foundation
import LocalCluster

/// `egret local kubeconfig`: where the administrator's kubeconfig is.
struct KubeconfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kubeconfig", abstract: "Print the path of the administrator's kubeconfig.",
        discussion: "For example: export KUBECONFIG=$(egret local kubeconfig)")

    @OptionGroup var cluster: ClusterOptions

    func run() async throws {
        let path = try cluster.existing.kubeconfigPath
        guard FileManager.default.fileExists(atPath: path) else { throw CommandFailure("\(path) does not exist yet: egret local up writes it") }
        print(path)
    }
}
