import KubernetesModel

/// The volumes of an instance's Pod, in the order of the Percona operator.
struct InstanceVolumes {
    let cluster: ClusterDefinition
    let instance: Instance
    private var set: InstanceSetDefinition { instance.set }

    var all: [Volume] {
        var volumes = [certificates, .claim("postgres-data", cluster.claim(for: instance.dataClaim)), containerInfo]
        for size in HugePages.sizes(of: set.resources) {
            volumes.append(.emptyDir(size.volume, medium: size.medium))
        }
        volumes += set.tablespaces.map { .claim("tablespace-\($0.name)", instance.tablespaceClaim($0.name)) }
        if !cluster.configFiles.isEmpty { volumes.append(.projected("postgres-config", cluster.configFiles)) }
        if set.walVolumeClaim != nil { volumes.append(.claim("postgres-wal", cluster.claim(for: instance.walClaim))) }
        volumes += set.extraVolumes.map { extra in
            var volume = extra.source
            volume.name = extra.name
            return volume
        }
        volumes += set.sidecars.volumes
        if cluster.backups.isEnabled { volumes += [pgBackRestServer, PgBackRestMounts.configVolume(of: cluster, for: .instance)] }
        volumes += [patroni, .programs, .tmp(limit: set.resources?.limits?["ephemeral-storage"]), .emptyDir("dshm", medium: "Memory")]
        return volumes + set.sidecars.claims.map { .claim($0.name, $0.name) }
    }

    private var certificates: Volume {
        .projected(
            "cert-volume", mode: KeyToPath.ownerOnly, cluster.serverCertificate + [cluster.replicationCertificate])
    }

    private var containerInfo: Volume {
        let resources = [
            ("cpu_limit", "limits.cpu", "1m"), ("cpu_request", "requests.cpu", "1m"), ("mem_limit", "limits.memory", "1Mi"),
            ("mem_request", "requests.memory", "1Mi"),
        ]
        let files =
            resources.map { path, resource, divisor in
                DownwardAPIVolumeFile(
                    path: path,
                    resourceFieldRef: ResourceFieldSelector(containerName: "database", divisor: Quantity(divisor), resource: resource))
            }
            + ["labels", "annotations"].map { (name: String) in
                DownwardAPIVolumeFile(fieldRef: ObjectFieldSelector(apiVersion: "v1", fieldPath: "metadata.\(name)"), path: name)
            }
        return Volume(downwardAPI: DownwardAPIVolumeSource(items: files), name: "database-containerinfo")
    }

    private var pgBackRestServer: Volume {
        .projected(
            "pgbackrest-server",
            [
                .secret(
                    instance.certificates,
                    [
                        KeyToPath("pgbackrest-server.crt", "server-tls.crt"),
                        KeyToPath("pgbackrest-server.key", "server-tls.key", mode: KeyToPath.ownerOnly),
                    ])
            ])
    }

    private var patroni: Volume {
        .projected(
            "patroni-config",
            [
                .configMap(cluster.names.config, [KeyToPath("patroni.yaml", "~postgres-operator_cluster.yaml")]),
                .configMap(instance.configMap, [KeyToPath("patroni.yaml", "~postgres-operator_instance.yaml")]),
                .secret(
                    instance.certificates,
                    [
                        KeyToPath("patroni.ca-roots", "~postgres-operator/patroni.ca-roots"),
                        KeyToPath("patroni.crt-combined", "~postgres-operator/patroni.crt+key", mode: KeyToPath.ownerOnly),
                    ]),
            ])
    }
}

extension ClusterDefinition {
    /// The server's certificate: the cluster's own, or the user's, to which a root of the user's own adds what it was signed by.
    fileprivate var serverCertificate: [VolumeProjection] {
        guard var custom = tls.customSecret else { return [.secret(names.certificate, SecretProjection.certificateItems)] }
        guard let root = tls.customRootSecret?.name else { return [VolumeProjection(secret: custom.withDefaultItems)] }
        custom.items = custom.withDefaultItems.items?.filter { $0.path != "ca.crt" }
        return [VolumeProjection(secret: custom), .secret(root, [KeyToPath(tls.rootCertificateKey, "ca.crt")])]
    }

    /// The client certificate with which members follow the leader.
    fileprivate var replicationCertificate: VolumeProjection {
        let name = tls.customReplicationSecret?.name ?? names.replicationCertificate
        return .secret(
            name,
            ["tls.crt", "tls.key", "ca.crt"].map { KeyToPath($0, "replication/\($0)") })
    }
}

extension SecretProjection {
    static let certificateItems = ["tls.crt", "tls.key", "ca.crt"].map { KeyToPath($0, $0) }

    /// The projection with the three files under their usual names where it lists none.
    var withDefaultItems: SecretProjection {
        var projection = self
        if projection.items?.isEmpty ?? true { projection.items = Self.certificateItems }
        return projection
    }
}

/// Sizes of huge pages that a container may have.
enum HugePages: CaseIterable {
    case twoMebibytes, oneGibibyte

    var resource: String { self == .twoMebibytes ? "hugepages-2Mi" : "hugepages-1Gi" }
    var volume: String { self == .twoMebibytes ? "hugepage-2mi" : "hugepage-1gi" }
    var medium: String { self == .twoMebibytes ? "HugePages-2Mi" : "HugePages-1Gi" }
    var path: String { self == .twoMebibytes ? "/hugepages-2Mi" : "/hugepages-1Gi" }

    static func sizes(of resources: ResourceRequirements?) -> [HugePages] {
        allCases.filter { (resources?.limits?[$0.resource]?.milli ?? 0) > 0 }
    }
}
