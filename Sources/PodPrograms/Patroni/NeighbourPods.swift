internal import KubernetesClient
internal import KubernetesModel

/// The Pods of this member's cluster, asked of the API server with this Pod's own service account.
struct NeighbourPods: Sendable {
    /// Labels of this Pod, by the downward API.
    var labels = "/etc/database-containerinfo/labels"

    private static let clusterLabel = "postgres-operator.crunchydata.com/cluster"
    private static let patroniLabel = "postgres-operator.crunchydata.com/patroni"

    /// Names of the Pods that are being deleted.
    func leaving() async throws -> Set<String> {
        let configuration = try ClusterConfiguration.inCluster()
        return try await Self.leaving(
            of: Self.label(Self.clusterLabel, in: Files.text(labels)), in: configuration.namespace, KubernetesClient(configuration))
    }

    /// Names of a cluster's instance Pods that have a time of deletion.
    static func leaving(of cluster: String, in namespace: String, _ api: some KubernetesAPI) async throws -> Set<String> {
        let selector = LabelSelector(matchExpressions: [.init(key: patroniLabel, operator: "Exists")], matchLabels: [clusterLabel: cluster])
        let pods = try await api.list(Pod.self, namespace: namespace, labelSelector: selector)
        return Set(pods.items.filter { $0.metadata.deletionTimestamp != nil }.compactMap { $0.metadata.name })
    }

    /// A label's value in a file of the downward API, where lines are `key="value"`.
    static func label(_ key: String, in text: String) throws(Problem) -> String {
        for line in text.split(separator: "\n") where line.hasPrefix("\(key)=\"") && line.hasSuffix("\"") {
            return String(line.dropFirst(key.count + 2).dropLast())
        }
        throw Problem("this Pod has no label \(key)")
    }
}
