import KubernetesModel

/// The label that says whose release's behaviour an object has.
private let versionLabel = "pgv2.percona.com/version"

extension PerconaPGCluster {
    /// The release whose behaviour the cluster has: what the spec says, else what the operator wrote when it first saw the cluster.
    ///
    /// - Parameter version: the operator's own, for a cluster that nobody has seen yet.
    package func crVersion(orElse version: String) -> String {
        [spec.crVersion, status.crVersion].compactMap { $0 }.first { !$0.isEmpty } ?? version
    }

    /// The cluster as the operator takes it: with everything filled in that the resource leaves open.
    ///
    /// Defaults of the schema are not written, since reading a field gives them. The user's resource itself is never changed.
    ///
    /// - Source: Percona operator 3.1.0, defaulting in code.
    package func defaulted(by defaults: OperatorDefaults) -> PerconaPGCluster {
        var cluster = self
        var spec = self.spec
        let version = crVersion(orElse: defaults.version)
        spec.crVersion = version
        spec.openshift = spec.openshift ?? defaults.isOpenShift
        spec.autoCreateUserSchema = spec.autoCreateUserSchema
        spec.image = spec.image.nonEmpty ?? defaults.images.postgres[spec.postgresVersion]
        spec.instances = spec.instances.enumerated().map { position, set in
            var set = set
            if set.name.isEmpty { set.name = position < 10 ? "0\(position)" : "\(position)" }
            set.metadata.labels[versionLabel] = version
            return set
        }
        spec.backups = backups(of: spec, version: version, defaults)
        if var proxy = spec.proxy {
            proxy.pgBouncer.image = proxy.pgBouncer.image.nonEmpty ?? defaults.images.pgBouncer
            proxy.pgBouncer.metadata.labels[versionLabel] = version
            spec.proxy = proxy
        }
        if var collector = spec.logcollector {
            collector.enabled = collector.enabled
            spec.logcollector = collector
        }
        spec.extensions = spec.extensions.effective(with: spec.pmm)
        cluster.spec = spec
        return cluster
    }

    private func backups(of spec: Object<Spec>, version: String, _ defaults: OperatorDefaults) -> Object<BackupsSpec> {
        var backups = spec.backups
        backups.enabled = backups.enabled
        if backups.enabled {
            backups.trackLatestRestorableTime = backups.trackLatestRestorableTime
        } else {
            backups.unset(\.trackLatestRestorableTime)
        }
        backups.pgbackrest.image = backups.pgbackrest.image.nonEmpty ?? defaults.images.pgBackRest
        backups.pgbackrest.jobs = backups.pgbackrest.jobs
        backups.pgbackrest.metadata.labels[versionLabel] = version
        if var snapshots = backups.volumeSnapshots {
            var checkpoint = snapshots.offlineConfig.checkpoint
            checkpoint.enabled = checkpoint.enabled
            checkpoint.timeoutSeconds = checkpoint.timeoutSeconds
            snapshots.offlineConfig.checkpoint = checkpoint
            backups.volumeSnapshots = snapshots
        }
        return backups
    }
}

extension Object<ExtensionsSpec> {
    /// The switches as they count: the older place wins, and monitoring turns on what it reads from.
    func effective(with pmm: Object<PMMSpec>?) -> Self {
        var extensions = self
        let monitored = pmm.flatMap { $0.enabled ? $0.querySource : nil }
        let older = self.builtin
        extensions.pgAudit.enabled = older.pgAudit ?? self.pgAudit.enabled
        extensions.pgCron.enabled = self.pgCron.enabled
        extensions.pgRepack.enabled = older.pgRepack ?? self.pgRepack.enabled
        extensions.pgStatMonitor.enabled =
            older.pgStatMonitor ?? (self.pgStatMonitor.isSet(\.enabled) ? self.pgStatMonitor.enabled : monitored == .pgStatMonitor)
        extensions.pgStatStatements.enabled =
            older.pgStatStatements ?? (self.pgStatStatements.isSet(\.enabled) ? self.pgStatStatements.enabled : monitored == .pgStatStatements)
        extensions.pgTDE.enabled = self.pgTDE.enabled
        extensions.pgvector.enabled = older.pgvector ?? self.pgvector.enabled
        extensions.setUser.enabled = self.setUser.enabled
        return extensions
    }
}

extension String? {
    /// The text unless it is empty, which means unset in these resources.
    fileprivate var nonEmpty: String? { flatMap { $0.isEmpty ? nil : $0 } }
}
