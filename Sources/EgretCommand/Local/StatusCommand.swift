import ArgumentParser
import KubernetesClient
import KubernetesModel
import LocalCluster
import PostgresAPI

/// `egret local status`: whether the cluster is up, and what is in it.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say whether the local cluster is up. Exit status 0 if it is, 3 if it is down, 1 if it is not well.")

    /// As service managers have it: the program is not running.
    static let isDown = ExitCode(3)

    @OptionGroup var cluster: ClusterOptions

    func run() async throws {
        let configuration = try cluster.existing
        print("data        \(configuration.dataDirectory)")
        print("kubeconfig  \(configuration.kubeconfigPath)")
        print("log         \(configuration.logPath)")
        guard let identifier = ControlPlaneProcess(configuration: configuration).identifier else {
            print("state       down")
            throw Self.isDown
        }
        print("process     \(identifier)")
        var observer = ClusterObserver(configuration: configuration)
        if let missing = await observer.missing() {
            print("state       not ready: \(missing)")
            throw ExitCode.failure
        }
        print("state       up")
        let api = observer.api()
        let pods = try await api.list(Pod.self).items
        print("pods        \(pods.count { $0.status?.phase == "Running" }) running of \(pods.count)")
        for line in try await ClusterInventory(api: api).clusters() { print("cluster     \(line)") }
    }
}

/// What of value is in a local cluster.
struct ClusterInventory {
    let api: any KubernetesAPI

    /// A line for each PostgreSQL cluster; none if the custom resources are not installed.
    func clusters() async throws -> [String] {
        let clusters: [JSONValue]
        do {
            clusters = try await api.list(PerconaPGCluster.resourceType).items
        } catch {
            if error.code == .notFound { return [] }
            throw error
        }
        return clusters.map { cluster in
            let name = [cluster[path: "metadata", "namespace"], cluster[path: "metadata", "name"]].compactMap { $0?.string }
            return "\(name.joined(separator: "/")) (\(cluster[path: "status", "state"]?.string ?? "not looked at yet"))"
        }
    }

    /// A line for each volume.
    func volumes() async throws -> [String] {
        try await api.list(PersistentVolume.self).items.map { volume in
            let claim = volume.spec?.claimRef.map { "\($0.namespace ?? "")/\($0.name ?? "")" } ?? "no claim"
            return "\(volume.metadata.name ?? "") (\(claim), \(volume.spec?.capacity?["storage"]?.description ?? "?"))"
        }
    }
}
