import ControllerRuntime
import KubernetesClient
import KubernetesModel
import Logging
import PostgresAPI
import PostgresCluster

/// Keeps one PostgreSQL cluster as its PerconaPGCluster describes it.
struct ClusterController: Reconciler {
    static let watches = Watches(PerconaPGCluster.self) {
        Labelled(
            StatefulSet.self, Deployment.self, Service.self, ConfigMap.self, Secret.self, Job.self, PersistentVolumeClaim.self,
            PodDisruptionBudget.self, ServiceAccount.self, Role.self, RoleBinding.self, by: Label.cluster)
        // Patroni's state arrives here; nothing is polled.
        Labelled(Pod.self, Endpoints.self, by: Label.cluster)
        Mapped(PerconaPGBackupObject.self) { backup in
            backup.cluster.map { [ObjectKey(namespace: backup.metadata.namespace, name: $0)] } ?? []
        }
        Mapped(PerconaPGRestoreObject.self) { restore in
            restore.cluster.map { [ObjectKey(namespace: restore.metadata.namespace, name: $0)] } ?? []
        }
        Named(Secret.self)
    }

    let api: any KubernetesAPI
    let cache: Cache
    let knowledge: KnowledgeStore
    let definitions: DefinitionReader
    let planner: Planner
    let executor: PlanExecutor
    let drills: DrillMetrics
    let now: @Sendable () -> Timestamp
    let concurrency: Int

    /// - Parameters:
    ///   - pods: runs tools in Pods.
    ///   - defaults: what clusters get that name no images or version.
    ///   - initImage: image of the program that Pods are given.
    init(
        api: any KubernetesAPI, pods: any PodExecutor, cache: Cache, events: EventRecorder, metrics: MetricsRegistry, defaults: OperatorDefaults,
        initImage: String, dnsDomain: String, now: @escaping @Sendable () -> Timestamp, concurrency: Int, logger: Logger
    ) {
        self.api = api
        self.cache = cache
        knowledge = KnowledgeStore()
        definitions = DefinitionReader(
            api: api, cache: cache, knowledge: knowledge, defaults: defaults, initImage: initImage, dnsDomain: dnsDomain)
        planner = Planner()
        executor = PlanExecutor(
            api: api, pods: pods, cache: cache, applier: Applier(api: api, cache: cache, metrics: metrics), events: events, knowledge: knowledge,
            patroni: PatroniClient(api: api), logger: logger, now: now)
        drills = DrillMetrics(metrics)
        self.now = now
        self.concurrency = concurrency
    }

    /// Whether a namespace is being deleted; false where that cannot be seen.
    private func isEnding(_ namespace: String?) async -> Bool {
        guard let namespace else { return false }
        let found = try? await api.get(Namespace.self, ObjectKey(name: namespace))
        return found?.metadata.deletionTimestamp != nil
    }

    func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let cluster = cache.get(PerconaPGCluster.self, key), let uid = cluster.metadata.uid else {
            drills.note(nil, of: key)
            try await endBackups(of: key)
            return .never
        }
        let reading = try await definitions.read(cluster)
        cache.follow(Set(reading.named.map { NamedObject(Secret.self, $0) }), for: key, by: Self.self)
        // Not seen yet is not the same as missing: the watch wakes us when it has been read.
        let isRead = reading.named.allSatisfy { if case .unknown = cache.lookup(Secret.self, $0) { false } else { true } }
        guard isRead else { return .never }
        guard let definition = reading.definition else {
            try await executor.report(reading, of: cluster, at: now())
            return .never
        }
        let remembered = [String: String](json: cluster.json[path: "status", "revisions"] ?? .null) ?? [:]
        var snapshot = SnapshotReader(cache: cache).snapshot(
            of: definition, reading.resource, knowledge.knowledge(of: uid, remembered: remembered), at: now())
        if snapshot.resource.isDeleting { snapshot.isNamespaceEnding = await isEnding(key.namespace) }
        let plan = planner.plan(snapshot)
        drills.note(plan.drills ?? DrillRecord(snapshot.resource.status), of: key)
        let outcome = try await executor.execute(plan, for: snapshot)
        return outcome == .learned ? .immediately : plan.lookAgain.map { .after($0.after, because: $0.because) } ?? .never
    }

    /// Backups of a cluster that certainly is not there.
    private func endBackups(of key: ObjectKey) async throws {
        guard case .absent = cache.lookup(PerconaPGCluster.self, key), cache.isSynced(PerconaPGBackupObject.self) else { return }
        let backups = SnapshotReader(cache: cache).backups(of: key).values
        guard !backups.isEmpty else { return }
        let jobs = cache.list(Job.self, in: key.namespace, labels: [Label.cluster: key.name])
        try await executor.executeWithoutCluster(BackupsWithoutCluster.plan(Array(backups), jobs, cluster: key.name))
    }
}
