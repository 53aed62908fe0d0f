import ArgumentParser
import LocalCluster

/// `egret local`: a cluster on this machine.
struct LocalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "local", abstract: "Run a cluster on this machine, without Kubernetes.",
        discussion:
            "Needs Linux, root, podman 4.3 or later, runc, nft, dnsmasq. Speak to it with kubectl: export KUBECONFIG=$(egret local kubeconfig)",
        subcommands: [
            UpCommand.self, DownCommand.self, StatusCommand.self, KubeconfigCommand.self, LoadCommand.self, ResetCommand.self,
            APIServerCommand.self,
        ])
}

/// Which local cluster a command is about.
struct ClusterOptions: ParsableArguments {
    @Option(help: "Directory of the cluster's state (default: $EGRET_DATA, else \(LocalClusterConfiguration.standardDirectory)).")
    var data: String?

    func directory(environment: [String: String]) -> String {
        if let data, !data.isEmpty { return data }
        if let data = environment["EGRET_DATA"], !data.isEmpty { return data }
        return LocalClusterConfiguration.standardDirectory
    }
}
