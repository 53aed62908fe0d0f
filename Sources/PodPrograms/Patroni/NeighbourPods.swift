internal import KubernetesModel
internal import NIOCore

/// The other Pods of this cluster, asked of the API server with this Pod's own service account.
struct NeighbourPods: Sendable {
    var account = "/var/run/secrets/kubernetes.io/serviceaccount"
    /// Labels of this Pod, by the downward API.
    var labels = "/etc/database-containerinfo/labels"
    var environment = ProcessEnvironment.all

    private static let clusterLabel = "postgres-operator.crunchydata.com/cluster"
    private static let patroniLabel = "postgres-operator.crunchydata.com/patroni"

    /// Names of the Pods that are being deleted.
    func leaving() async throws -> Set<String> {
        guard let host = environment["KUBERNETES_SERVICE_HOST"], let port = environment["KUBERNETES_SERVICE_PORT"].flatMap(Int.init) else {
            throw Problem("KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set: this is no Pod")
        }
        let namespace = try Files.text("\(account)/namespace")
        let cluster = try Self.label(Self.clusterLabel, in: Files.text(labels))
        let selector = "\(Self.clusterLabel)%3D\(cluster),\(Self.patroniLabel)".split(separator: "/").joined(separator: "%2F")
        let answer = try await HTTPSRequest(
            hosts: [host], port: port, path: "/api/v1/namespaces/\(namespace)/pods?labelSelector=\(selector)",
            headers: ["Authorization": "Bearer \(try Files.text("\(account)/token"))", "Accept": "application/json"],
            trust: .authorities(file: "\(account)/ca.crt"), timeout: .seconds(3)
        ).send()
        guard answer.status == 200 else { throw Problem("the API server answers \(answer.status) when asked for the cluster's Pods") }
        return Self.leaving(in: try JSONValue(parsing: answer.body))
    }

    /// Names of the Pods in a list that have a time of deletion.
    static func leaving(in list: JSONValue) -> Set<String> {
        Set(
            (list["items"]?.array ?? []).compactMap {
                $0[path: "metadata", "deletionTimestamp"] == nil ? nil : $0[path: "metadata", "name"]?.string
            })
    }

    /// A label's value in a file of the downward API, where lines are `key="value"`.
    static func label(_ key: String, in text: String) throws(Problem) -> String {
        for line in text.split(separator: "\n") where line.hasPrefix("\(key)=\"") && line.hasSuffix("\"") {
            return String(line.dropFirst(key.count + 2).dropLast())
        }
        throw Problem("this Pod has no label \(key)")
    }
}
