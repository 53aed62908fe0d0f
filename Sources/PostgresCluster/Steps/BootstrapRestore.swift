import KubernetesModel

/// The restore that a new cluster with `spec.dataSource` starts with: the PerconaPGRestore `{c}-bootstrap`.
///
/// Nothing of the source is ever written to: only the Job reads it, with a configuration of its own, and archives nothing.
struct BootstrapRestore {
    let cluster: ClusterSnapshot
    private var definition: ClusterDefinition { cluster.definition }

    init(_ cluster: ClusterSnapshot) { self.cluster = cluster }

    /// Asks for the restore, once, before anything of the cluster exists.
    func plan(into plan: inout Plan) {
        guard let source = definition.dataSource else { return }
        if let failed = cluster.bootstrapRestore, failed.state == .failed, !cluster.isBootstrapped {
            plan.wait(
                because: Because(
                    .restoreFailed, "restore \(failed.name) failed: \(failed.status["error"]?.string ?? ""). Delete it to have it tried again"))
        }
        guard cluster.asksForDataSource else { return }
        plan.wait(because: Because(.restoreRunning, "the data source is restored before any instance starts"))
        var metadata = ObjectMeta.of(definition, definition.names.bootstrapRestore, labels: definition.clusterLabel)
        metadata.annotations = (metadata.annotations ?? [:]).merging([Annotation.bootstrapRestore: "true"]) { $1 }
        var object = RestoreResource.type.emptyObject
        object["metadata"] = metadata.json
        object["spec"] = [
            "pgCluster": .string(definition.name), "repoName": .string(source.repoName), "options": source.options.json,
        ]
        let key = ObjectKey(namespace: definition.namespace, name: definition.names.bootstrapRestore)
        plan.act(
            .create(type: RestoreResource.type, key: key, object: object),
            because: Because(.restoreRunning, "the cluster is made from \(source.inWords)"))
    }

    /// Lets the Job begin, onto the volume of the first instance.
    func start(_ restore: RestoreResource, into plan: inout Plan) {
        let run = RestoreRun(restore: restore, cluster: cluster)
        guard let source = definition.dataSource else {
            return run.end(.failed, error: "the cluster has no spec.dataSource", into: &plan)
        }
        let options: RestoreOptions
        do { options = try RestoreOptions(parsing: source.options) } catch {
            return run.end(.failed, error: "spec.dataSource: options: \(error.message)", into: &plan)
        }
        guard let set = definition.instanceSets.first, let first = definition.firstInstance else { return }
        let name = cluster.instances.first { $0.set == set.name }?.name ?? first
        var status: JSONValue = [
            "state": .string(BackupResource.State.running.rawValue), "phase": .string(RestoreResource.Phase.restoring.rawValue),
            "target": .string(options.target.inWords), "instance": .string(name), "started": cluster.second.json,
            "jobName": .string(definition.names.restoreJob), "message": .string("\(source.inWords) is restored"),
        ]
        status["options"] = (options.set.map { ["--set=\($0)"] } ?? []).json(adding: options.target.options + options.others)
        plan.act(
            .writeStatus(type: RestoreResource.type, key: restore.key, status: status),
            because: Because(.restoreRunning, "restore \(restore.name) begins: \(source.inWords), replayed to \(options.target.inWords)"))
    }
}

extension [String] {
    fileprivate func json(adding others: [String]) -> JSONValue { (self + others).json }
}

extension DataSourceDefinition {
    /// For messages.
    var inWords: String {
        switch origin {
        case .repository(let repo, let stanza, _, _): "stanza \(stanza) in \(repo.storageType) repository \(repo.name)"
        case .cluster(let name, let namespace, let repo): "\(repo) of cluster \(namespace)/\(name)"
        }
    }
}

extension ClusterSnapshot {
    /// The restore that the cluster starts with.
    var bootstrapRestore: RestoreResource? {
        restores[definition.names.bootstrapRestore].flatMap { $0.isBootstrap && !isForeign($0) ? $0 : nil }
    }

    /// Whether a restore made another cluster of this name, before this one.
    func isForeign(_ restore: RestoreResource) -> Bool {
        restore.isBootstrap && restore.metadata.ownerReferences?.contains { $0.uid == definition.uid } != true
    }

    /// Whether the cluster is to be made from its data source, and nothing of it exists that could hold data.
    var asksForDataSource: Bool {
        guard definition.dataSource != nil, !isBootstrapped, bootstrapRestore == nil, !resource.isDeleting,
            resource.status[path: "patroni", "status", "systemIdentifier"]?.string == nil
        else { return false }
        return instances.allSatisfy { instance in
            (instance.statefulSet?.spec?.replicas ?? 0) == 0 && instance.member == nil
                && (instance.dataClaim == nil || instance.dataClaim?.metadata.annotations?[Annotation.usedBy] == definition.uid)
        }
    }

    /// Whether no instance may be made yet, since the restore of the data source is only to begin.
    var waitsForDataSource: Bool {
        if asksForDataSource { return true }
        guard let restore = bootstrapRestore, !isBootstrapped else { return false }
        return !restore.isOver && restore.phase == nil
    }
}

extension ObjectNames {
    /// The PerconaPGRestore that a cluster with a data source starts with.
    public var bootstrapRestore: String { "\(cluster)-bootstrap" }
    /// ConfigMap, or Secret where it is copied from another cluster, with the configuration that the data source is read with.
    public var dataSource: String { "\(cluster)-pgbackrest-restore" }
}

extension Annotation {
    /// On a PerconaPGRestore, written by the operator: a new cluster starts with it.
    public static let bootstrapRestore = "pgv2.percona.com/cluster-bootstrap-restore"
}
