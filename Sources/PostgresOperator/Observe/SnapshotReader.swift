import ControllerRuntime
import KubernetesModel
import PostgresAPI
import PostgresCluster

/// Makes the snapshot of a cluster from the caches. It asks no server.
struct SnapshotReader: Sendable {
    let cache: Cache

    /// - Parameters:
    ///   - definition: the cluster as it should be.
    ///   - resource: the PerconaPGCluster.
    func snapshot(of definition: ClusterDefinition, _ resource: ClusterResource, _ knowledge: Knowledge, at now: Timestamp) -> ClusterSnapshot {
        var snapshot = ClusterSnapshot(now: now, definition: definition, resource: resource)
        snapshot.statefulSets = named(definition)
        snapshot.deployments = named(definition)
        snapshot.services = named(definition)
        snapshot.endpoints = named(definition)
        snapshot.claims = named(definition)
        snapshot.configMaps = named(definition)
        snapshot.budgets = named(definition)
        snapshot.serviceAccounts = named(definition)
        snapshot.roles = named(definition)
        snapshot.roleBindings = named(definition)
        snapshot.jobs = named(definition)
        snapshot.pods = cache.list(Pod.self, in: definition.namespace, labels: [Label.cluster: definition.name])
        for secret in cache.list(Secret.self, in: definition.namespace, labels: [Label.cluster: definition.name]) + unlabelled(definition) {
            guard let name = secret.metadata.name else { continue }
            snapshot.secrets[name] = SecretDigest(
                metadata: secret.metadata, keys: (secret.data ?? [:]).mapValues { String($0.dropFirst(Projection.digestPrefix.count)) })
        }
        snapshot.backups = backups(of: ObjectKey(namespace: definition.namespace, name: definition.name))
        for restore in cache.list(PerconaPGRestoreObject.self, in: definition.namespace) where restore.cluster == definition.name {
            let resource = RestoreResource(
                metadata: restore.metadata, spec: restore.json["spec"] ?? .emptyObject, status: restore.json["status"] ?? .emptyObject)
            snapshot.restores[resource.name] = resource
        }
        snapshot.knowledge = knowledge
        for (_, source) in definition.volumeSources?.all ?? [] {
            snapshot.sourceClaims[source.claim] = cache.get(
                PersistentVolumeClaim.self, ObjectKey(namespace: definition.namespace, name: source.claim))
        }
        if definition.standby != nil || definition.volumeSources != nil || snapshot.isStandby || resource.isDeleting {
            snapshot.neighbours = neighbours(of: definition)
        }
        return snapshot
    }

    /// All other clusters that are watched, in a fixed order.
    private func neighbours(of cluster: ClusterDefinition) -> [NeighbourCluster] {
        cache.list(PerconaPGCluster.self).filter { $0.metadata.uid != cluster.uid }.sorted { $0.key < $1.key }.map { other in
            let labels = [Label.cluster: other.key.name, Label.role: "primary", Label.data: "postgres"]
            let leader = cache.list(Pod.self, in: other.key.namespace, labels: labels).first { $0.isReady }
            return NeighbourCluster(other, leader: leader?.key)
        }
    }

    /// PerconaPGBackups of a cluster, by name.
    func backups(of cluster: ObjectKey) -> [String: BackupResource] {
        var found: [String: BackupResource] = [:]
        for backup in cache.list(PerconaPGBackupObject.self, in: cluster.namespace) where backup.cluster == cluster.name {
            let resource = BackupResource(
                metadata: backup.metadata, spec: backup.json["spec"] ?? .emptyObject, status: backup.json["status"] ?? .emptyObject)
            found[resource.name] = resource
        }
        return found
    }

    private func named<Object: KubernetesObject>(_ cluster: ClusterDefinition) -> [String: Object] {
        let objects = cache.list(Object.self, in: cluster.namespace, labels: [Label.cluster: cluster.name])
        return Dictionary(objects.map { ($0.metadata.name ?? "", $0) }, uniquingKeysWith: { _, last in last })
    }

    /// Secrets that carry no label of the cluster: watched by name.
    private func unlabelled(_ cluster: ClusterDefinition) -> [Secret] {
        Self.secretNames(of: cluster).compactMap { cache.get(Secret.self, ObjectKey(namespace: cluster.namespace, name: $0)) }
    }

    /// Secrets that are watched by name: the CA, and those of the user.
    static func secretNames(of cluster: ClusterDefinition) -> [String] {
        [cluster.names.authorityCertificate] + cluster.effectiveUsers.compactMap(\.secretName) + cluster.neededSecrets.map(\.name)
    }
}

/// A PerconaPGBackup in the cache.
struct PerconaPGBackupObject: KubernetesObject {
    static let resourceType = BackupResource.type
    var json: JSONValue
    init(json: JSONValue) { self.json = json }

    /// Name of the cluster that it backs up.
    var cluster: String? { json[path: "spec", "pgCluster"]?.string }
}

/// A PerconaPGRestore in the cache.
struct PerconaPGRestoreObject: KubernetesObject {
    static let resourceType = RestoreResource.type
    var json: JSONValue
    init(json: JSONValue) { self.json = json }

    /// Name of the cluster whose data it replaces.
    var cluster: String? { json[path: "spec", "pgCluster"]?.string }
}
