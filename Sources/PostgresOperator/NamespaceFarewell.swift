import ControllerRuntime
import KubernetesClient
import KubernetesModel
import Logging
import PostgresAPI
import PostgresCluster
import ServiceLifecycle

/// Lets the clusters of a namespace go that is deleted together with the operator in it.
///
/// Kubernetes ends the operator's Pod and marks the clusters for deletion in any order. Once the Pod has ended, nobody would remove the clusters'
/// finalizers, and the namespace would stay. So the process looks once more before it ends, and for a while if the namespace is being deleted.
///
/// Nothing more can be done where the operator's account or rights are deleted first: docs/deletion.md tells how a person ends it.
struct NamespaceFarewell: ServiceLifecycle.Service {
    let api: any KubernetesAPI
    /// The namespace that the operator runs in.
    let namespace: String
    let clock: any RuntimeClock
    let logger: Logger

    /// How long clusters may take to be marked for deletion: shorter than the 30 s that Kubernetes leaves to the operator's Pod.
    static let patience = Duration.seconds(20)
    private static let interval = Duration.seconds(1)

    func run() async throws {
        try await gracefulShutdown()
        await letGo()
    }

    func letGo() async {
        let found = try? await api.get(Namespace.self, ObjectKey(name: namespace))
        guard found?.metadata.deletionTimestamp != nil else { return }
        let end = clock.now + Self.patience
        while clock.now < end {
            do {
                let clusters = try await api.list(PerconaPGCluster.self, namespace: namespace).items
                if clusters.isEmpty { return }
                for cluster in clusters where cluster.metadata.deletionTimestamp != nil { try await release(cluster) }
            } catch {
                // Somebody else has changed or removed it; rights that are gone do not come back, but their loss may not have reached every server.
                logger.debug("Cluster not let go", metadata: ["error": "\(error)"])
            }
            guard (try? await clock.sleep(until: clock.now + Self.interval)) != nil else { return }
        }
    }

    private func release(_ cluster: PerconaPGCluster) async throws(KubernetesError) {
        let finalizers = cluster.metadata.finalizers ?? []
        let rest = finalizers.filter { !Finalizer.ofCluster.contains($0) }
        guard rest != finalizers else { return }
        let patch: JSONValue = ["metadata": ["finalizers": rest.json, "resourceVersion": (cluster.metadata.resourceVersion ?? "").json]]
        _ = try await api.patch(PerconaPGCluster.resourceType, cluster.key, patch, fieldManager: "egret")
        logger.info("Cluster let go", metadata: ["cluster": "\(cluster.key)", "because": "the whole namespace is being deleted"])
    }
}
