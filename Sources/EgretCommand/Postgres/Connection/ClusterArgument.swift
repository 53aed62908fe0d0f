import ArgumentParser
import KubernetesClient
import KubernetesModel
import PostgresAPI

/// The cluster that a command is about.
struct ClusterArgument: ParsableArguments {
    @Argument(help: "Name of the cluster; may be left out where the namespace has one only.")
    var cluster: String?

    /// Looks the cluster up.
    ///
    /// - Throws: ``CommandFailure`` if there is none of that name, or none is named and there is not exactly one.
    func find(in namespace: String, of api: some KubernetesAPI) async throws -> PerconaPGCluster {
        try await Self.find(cluster, in: namespace, of: api)
    }

    static func find(_ cluster: String?, in namespace: String, of api: some KubernetesAPI) async throws -> PerconaPGCluster {
        if let cluster {
            if let found = try await api.find(PerconaPGCluster.self, ObjectKey(namespace: namespace, name: cluster)) { return found }
        }
        let all = try await all(in: namespace, of: api)
        if cluster == nil, all.count == 1 { return all[0] }
        let names = all.compactMap(\.metadata.name).joined(separator: ", ")
        switch (cluster, all.isEmpty) {
        case (let name?, true): throw CommandFailure("there is no cluster \(name) in namespace \(namespace), nor any other: name another one with -n")
        case (let name?, false): throw CommandFailure("there is no cluster \(name) in namespace \(namespace); there are: \(names)")
        case (nil, true): throw CommandFailure("there is no cluster in namespace \(namespace): name another one with -n")
        case (nil, false): throw CommandFailure("namespace \(namespace) has several clusters: name one of \(names)")
        }
    }

    /// The clusters of a namespace, or of all, by namespace and name.
    ///
    /// - Throws: ``CommandFailure`` if the custom resources are not installed.
    static func all(in namespace: String?, of api: some KubernetesAPI) async throws -> [PerconaPGCluster] {
        do {
            return try await api.list(PerconaPGCluster.self, namespace: namespace).items.sorted { $0.key < $1.key }
        } catch {
            guard error.code == .notFound else { throw error }
            throw CommandFailure("this Kubernetes does not know \(PerconaPGCluster.resourceType.groupResource): install the operator first")
        }
    }
}
