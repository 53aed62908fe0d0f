import ControllerRuntime
import Foundation
import KubernetesClient
import KubernetesModel
import Logging
import Testing

@testable import LocalAPIServer

/// Makes a workload for each ConfigMap with the label `workload`.
private struct WorkloadController: Reconciler {
    static let watches = Watches(ConfigMap.self, where: LabelSelector(matchLabels: ["workload": "yes"])) {
        Owned(StatefulSet.self, ConfigMap.self)
        Labelled(Service.self, Secret.self, by: "workload-of")
    }
    let cache: Cache
    let applier: Applier

    func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let owner = cache.get(ConfigMap.self, key), owner.metadata.labels?["workload"] == "yes" else { return .never }
        for rendering in Self.renderings(for: owner) { try await applier.apply(rendering) }
        return .never
    }

    /// Objects with much that a server defaults, drops or writes in another way.
    static func renderings(for owner: ConfigMap) -> [Rendering] {
        let metadata = ObjectMeta(
            labels: ["workload-of": owner.metadata.name ?? ""], name: "\(owner.metadata.name ?? "")-set", namespace: owner.metadata.namespace,
            ownerReferences: [OwnerReference(controlling: owner)])
        let labels = ["app": owner.metadata.name ?? ""]
        let container = Container(
            env: [EnvVar(name: "EMPTY", value: ""), EnvVar(name: "POD", valueFrom: .init(fieldRef: .init(fieldPath: "metadata.name")))],
            image: "database:17", name: "database", ports: [.init(containerPort: 5432, name: "postgres")],
            readinessProbe: .init(httpGet: .init(path: "/readiness", port: 8008, scheme: "HTTPS")),
            resources: .init(limits: ["memory": "1024Mi", "cpu": "0.5"], requests: ["memory": "0.5Gi"]),
            securityContext: .init(allowPrivilegeEscalation: false, readOnlyRootFilesystem: true),
            volumeMounts: [.init(mountPath: "/pgdata", name: "pgdata"), .init(mountPath: "/tmp", name: "tmp", readOnly: false)])
        let pod = PodSpec(
            automountServiceAccountToken: false, containers: [container], nodeSelector: [:], securityContext: .init(fsGroup: 26),
            tolerations: [], volumes: [Volume(emptyDir: .init(sizeLimit: "1024Ki"), name: "tmp")])
        let claim = PersistentVolumeClaim(
            metadata: ObjectMeta(name: "pgdata"), spec: .init(accessModes: ["ReadWriteOnce"], resources: .init(requests: ["storage": "1024Mi"])))
        let spec = StatefulSetSpec(
            replicas: 0, selector: .init(matchLabels: labels), serviceName: "x", template: .init(metadata: ObjectMeta(labels: labels), spec: pod),
            volumeClaimTemplates: [claim])
        let service = ServiceSpec(ports: [.init(name: "postgres", port: 5432, targetPort: "postgres")], selector: labels)
        return [
            Rendering(StatefulSet(metadata: metadata, spec: spec)), Rendering(Service(metadata: metadata, spec: service)),
            Rendering(Secret(metadata: metadata, stringData: ["password": owner.data?["password"] ?? "", "empty": ""])),
        ]
    }
}

@Suite("An operator and a real API server", .timeLimit(.minutes(2))) struct OperatorOverHTTPTests {
    @Test("converges, repairs, survives a restart of the server, and writes nothing that is there already")
    func converges() async throws {
        let server = try await RunningServer.startOnKeptPort()
        defer { server.remove() }
        let metrics = MetricsRegistry()
        let client = MeasuredAPI(try client(of: server), host: "local", metrics: metrics)
        func patches() -> Double { metrics.value("rest_client_requests_total", ["200", "PATCH", "local"]) ?? 0 }
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let cache = Cache(
            scope: .namespaces(["default", "other"]),
            [CachePolicy(Secret.self, projection: .digests { bytes in bytes.map { String($0, radix: 16) }.joined() })])
        let workloads = Operator(
            api: client, cache: cache,
            // Waits double while the server is away: with the usual ones the next try may be later than this test has patience for.
            options: .init(
                election: .init(lease: ObjectKey(namespace: "default", name: "lock"), identity: "one", retryPeriod: .seconds(2)),
                watchBackoff: Backoff(first: .milliseconds(50), limit: .milliseconds(400))),
            metrics: metrics, logger: logger
        ) { WorkloadController(cache: cache, applier: Applier(api: client, cache: cache, metrics: metrics)) }

        let running = Task { try await workloads.run() }  // awaited below
        let metadata = ObjectMeta(labels: ["workload": "yes"], name: "hippo", namespace: "default")
        _ = try await client.create(ConfigMap(metadata: metadata, data: ["password": "one"]))
        let key = ObjectKey(namespace: "default", name: "hippo-set")
        try await eventually { try await client.find(Service.self, key) != nil }
        try await eventually { try await client.find(Secret.self, key) != nil }
        try await eventually { workloads.isQuiet }
        #expect(patches() == 3)
        #expect(cache.get(StatefulSet.self, key)?.spec?.template?.spec?.containers?.first?.terminationMessagePath != nil, "the server defaults")
        #expect(cache.get(Secret.self, key)?.data?["password"]?.hasPrefix(Projection.digestPrefix) == true)

        // Another hand changes something of ours, and adds something.
        _ = try await client.patch(StatefulSet.resourceType, key, ["spec": ["replicas": 5], "metadata": ["labels": ["theirs": "1"]]])
        try await eventually { try await client.get(StatefulSet.self, key).spec?.replicas == 0 }
        #expect(try await client.get(StatefulSet.self, key).metadata.labels?["theirs"] == "1")
        try await eventually { workloads.isQuiet }
        #expect(patches() == 5, "theirs and ours")

        // The server is away for a moment, and the watches go on where they were.
        try await server.stop()
        let again = try await RunningServer.start(directory: server.directory, port: server.port)
        try await eventually { (try? await client.find(Service.self, key)) ?? nil != nil }
        _ = try await client.patch(ConfigMap.resourceType, ObjectKey(namespace: "default", name: "hippo"), ["data": ["password": "two"]])
        try await eventually { try await client.get(Secret.self, key).data?["password"] == "dHdv" }
        // Not until it is quiet: a watch that failed meanwhile counts as failed until the server sends something, a bookmark a minute.
        try await eventually { patches() == 7 }
        #expect(workloads.isLeading)

        workloads.shutDown()
        try await running.value
        #expect(patches() == 7)
        #expect(try await client.get(Lease.self, ObjectKey(namespace: "default", name: "lock")).spec?.holderIdentity?.isEmpty ?? true)
        try await again.stop()
    }

    private func client(of server: RunningServer) throws -> KubernetesClient {
        let keys = server.directory.appendingPathComponent("pki")
        func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: keys.appendingPathComponent(name))) }
        let credentials = MaterialCredentials(certificate: .bytes(try bytes("admin.crt")), key: .bytes(try bytes("admin.key")))
        return KubernetesClient(
            ClusterConfiguration(
                server: ServerAddress(host: "127.0.0.1", port: server.port), trust: .authorities(.bytes(try bytes("ca.crt"))),
                credentials: credentials))
    }
}
