import KubernetesModel

extension ClusterSnapshot {
    /// Configuration and StatefulSet of an instance.
    func objects(of instance: Instance) -> [DesiredObject] {
        [
            DesiredObject(ConfigMap.patroniInstance(instance, of: definition, origin: dataOrigin)),
            DesiredObject(StatefulSet.instance(instance, of: definition, replicas: definition.isPaused || !mayRun(instance.name) ? 0 : 1)),
        ]
    }

    /// Where data comes from by now.
    var dataOrigin: DataOrigin {
        let source = hasFirstBackup ? definition.backups.repos.first.map { ReplicaSource.backup(repo: $0.number) } : nil
        return DataOrigin(bootstrap: bootstrap, replicas: source ?? .leaderOnly)
    }

    /// How the first data comes about. While a restore has hold of the cluster, never by making an empty database.
    private var bootstrap: DataBootstrap? {
        if isBootstrapped { return nil }
        return activeRestore == nil && definition.dataSource == nil && definition.volumeSources?.data == nil ? .initdb : .existing
    }

    /// Everything of the pooler but its Secret and disruption budget.
    var poolerObjects: [DesiredObject] {
        let objects: [(any KubernetesObject)?] = [
            Service.pgBouncer(of: definition), ConfigMap.pgBouncer(of: definition),
            Deployment.pgBouncer(of: definition, replicas: definition.isPaused ? 0 : nil),
        ]
        return objects.compactMap { $0.map { DesiredObject($0) } }
    }

    /// Everything of pgBackRest but its Secret and Jobs.
    ///
    /// - Parameter instances: names of all instances that exist or are about to.
    func repositoryObjects(for instances: [String]) -> [DesiredObject] {
        let claims = definition.backups.repos.compactMap { PersistentVolumeClaim.repository($0, of: definition) }
        var objects = AccessControl.pgBackRest(of: definition).objects
        objects += claims.map { DesiredObject($0.adopted(by: definition).fitting(self.claims[$0.key.name])) }
        objects.append(DesiredObject(ConfigMap.pgBackRest(of: definition, instances: instances)))
        if let host = StatefulSet.repoHost(of: definition) { objects.append(DesiredObject(host)) }
        return objects
    }
}
