import Foundation
import KubernetesClient
import KubernetesModel
import LocalCluster
import Logging

/// Looks at a local cluster through its API server, as its administrator.
struct ClusterObserver {
    let configuration: LocalClusterConfiguration
    private var client: KubernetesClient?

    init(configuration: LocalClusterConfiguration) { self.configuration = configuration }

    /// A client of the API server.
    mutating func api() -> KubernetesClient {
        if let client { return client }
        var options = KubernetesClient.Options()
        options.requestTimeout = .seconds(5)
        var logger = Logger(label: "egret", factory: { _ in SwiftLogNoOpLogHandler() })
        logger.logLevel = .critical
        let new = KubernetesClient(configuration.administrator, options: options, logger: logger)
        client = new
        return new
    }

    /// What keeps the cluster from being up, in words; nil if nothing does.
    mutating func missing() async -> String? {
        let api = api()
        do {
            let nodes = try await api.list(Node.self).items
            guard !nodes.isEmpty else { return "no node has registered" }
            let waiting = nodes.filter { node in !(node.status?.conditions?.contains { $0.type == "Ready" && $0.status == "True" } ?? false) }
            if !waiting.isEmpty { return "node \(waiting.compactMap(\.metadata.name).joined(separator: ", ")) is not ready" }
            guard try await api.find(ServiceAccount.self, ObjectKey(namespace: "default", name: "default")) != nil else {
                return "the service account of the namespace default is not there"
            }
            return nil
        } catch {
            return "the API server does not answer (\(error))"
        }
    }
}
