public import KubernetesModel

extension PersistentVolumeClaim {
    /// The volumes of an instance: data, WAL if it has its own, tablespaces. They belong to nobody and outlive the cluster.
    public static func volumes(of instance: Instance, in cluster: ClusterDefinition) -> [PersistentVolumeClaim] {
        var claims = [claim(of: instance, in: cluster, instance.dataClaim, role: "pgdata", instance.set.dataVolumeClaim)]
        if let wal = instance.set.walVolumeClaim {
            claims.append(claim(of: instance, in: cluster, instance.walClaim, role: "pgwal", wal))
        }
        for tablespace in instance.set.tablespaces {
            claims.append(
                claim(
                    of: instance, in: cluster, instance.tablespaceClaim(tablespace.name), role: "tablespace", data: tablespace.name,
                    tablespace.volumeClaim))
        }
        return claims
    }

    /// The volume of a repository; nil for one in an object store.
    public static func repository(_ repo: BackupsDefinition.Repo, of cluster: ClusterDefinition) -> PersistentVolumeClaim? {
        guard let spec = repo.volumeClaim else { return nil }
        let labels = [
            Label.cluster: cluster.name, Label.pgBackRest: "", Label.pgBackRestRepo: repo.name, Label.pgBackRestVolume: "", Label.data: "pgbackrest",
        ].merging(cluster.appLabels()) { $1 }
        let usual = cluster.names.repoClaim(repo.name)
        let metadata = ObjectMeta.of(
            cluster, cluster.claim(for: usual), labels: labels, custom: cluster.pgBackRestMetadata, annotations: cluster.standIn(for: usual),
            isOwned: false)
        return PersistentVolumeClaim(metadata: metadata, spec: spec.withoutLimits)
    }

    /// The claims of users' containers, under the names that they gave.
    public static func sidecars(of cluster: ClusterDefinition) -> [PersistentVolumeClaim] {
        var claims: [PersistentVolumeClaim] = []
        for set in cluster.instanceSets {
            let labels = [Label.cluster: cluster.name, Label.instanceSet: set.name, Label.data: "postgres"]
                .merging(cluster.appLabels(component: "pg")) { $1 }
            claims += sidecar(set.sidecars, of: cluster, labels, cluster.instanceMetadata.merging(set.metadata))
        }
        if let pooler = cluster.pgBouncer {
            claims += sidecar(pooler.sidecars, of: cluster, cluster.pgBouncerLabels, cluster.metadata(of: pooler.metadata))
        }
        if cluster.backups.isEnabled {
            let labels = [Label.cluster: cluster.name, Label.pgBackRest: ""].merging(cluster.appLabels()) { $1 }
            claims += sidecar(cluster.backups.repoHost.sidecars, of: cluster, labels, cluster.pgBackRestMetadata)
        }
        return claims
    }

    private static func sidecar(
        _ sidecars: SidecarsDefinition, of cluster: ClusterDefinition, _ labels: [String: String], _ custom: CustomMetadata
    ) -> [PersistentVolumeClaim] {
        sidecars.claims.map {
            PersistentVolumeClaim(metadata: .of(cluster, $0.name, labels: labels, custom: custom, isOwned: false), spec: $0.spec.withoutLimits)
        }
    }

    private static func claim(
        of instance: Instance, in cluster: ClusterDefinition, _ name: String, role: String, data: String = "postgres",
        _ spec: PersistentVolumeClaimSpec
    ) -> PersistentVolumeClaim {
        let labels = cluster.selector(of: instance).merging([Label.role: role, Label.data: data]) { $1 }.merging(cluster.appLabels()) { $1 }
        let custom = cluster.instanceMetadata.merging(instance.set.metadata)
        let metadata = ObjectMeta.of(
            cluster, cluster.claim(for: name), labels: labels, custom: custom, annotations: cluster.standIn(for: name), isOwned: false)
        return PersistentVolumeClaim(metadata: metadata, spec: spec.withoutLimits)
    }
}

extension ClusterDefinition {
    /// The annotation of a claim that is used in the place of another; none for the cluster's own.
    fileprivate func standIn(for usual: String) -> [String: String] { claimNames[usual] == nil ? [:] : [Annotation.standsFor: usual] }
}

extension PersistentVolumeClaimSpec {
    /// A limit bounds how far the operator lets a volume grow; storage itself knows requests only.
    var withoutLimits: PersistentVolumeClaimSpec {
        var spec = self
        spec.resources?.limits = nil
        return spec
    }
}
