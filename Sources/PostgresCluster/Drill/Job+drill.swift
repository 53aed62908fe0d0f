import KubernetesModel

/// A drill for a Job.
struct DrillRequest: Sendable, Hashable {
    /// Name of the Job.
    var name: String
    var repo: BackupsDefinition.Repo
    /// What recovery has to get past.
    var marker: WALPosition
    var origin: DrillOrigin
}

/// Why a drill is made.
enum DrillOrigin: Sendable, Hashable {
    case schedule(Timestamp)
    /// By the annotation of this value.
    case request(String)

    var request: String? { if case .request(let value) = self { value } else { nil } }
}

extension Job {
    static let drillContainer = "drill"

    /// The Job that restores the newest backup of a repository into a volume of its own, checks it, and leaves its verdict.
    ///
    /// Its Pod has no label by which a Service for clients, Patroni or a StatefulSet would take it for an instance, and its PostgreSQL listens on no
    /// address.
    static func drill(_ request: DrillRequest, of cluster: ClusterDefinition) -> Job {
        let labels = [Label.cluster: cluster.name, Label.drill: ""].merging(cluster.appLabels()) { $1 }
        var annotations = [
            Annotation.defaultContainer: drillContainer, Annotation.drillRepo: request.repo.name, Annotation.drillMarker: request.marker.description,
        ]
        switch request.origin {
        case .schedule(let time): annotations[Annotation.scheduledFor] = time.description
        case .request(let value): annotations[Annotation.drill] = value
        }
        let custom = cluster.pgBackRestMetadata
        return Job(
            metadata: .of(cluster, request.name, labels: labels, custom: custom, annotations: annotations),
            spec: JobSpec(
                activeDeadlineSeconds: Int(cluster.backups.drills.deadline.components.seconds),
                backoffLimit: 1,
                template: PodTemplateSpec(
                    metadata: .template(labels: labels, custom: custom, annotations: annotations),
                    spec: DrillPod(cluster: cluster, request: request).spec)))
    }

    /// Whether it is a drill.
    var isDrill: Bool { metadata.labels?[Label.drill] != nil }
}

/// The Pod of a drill's Job.
private struct DrillPod {
    let cluster: ClusterDefinition
    let request: DrillRequest
    private var drills: DrillDefinition { cluster.backups.drills }
    private var resources: ResourceRequirements? { drills.resources ?? cluster.instanceSets.first?.resources }

    var spec: PodSpec {
        let jobs = cluster.backups.jobs
        let installer = Container.installer(
            "database-init", in: cluster, cluster.instanceSets.first?.initContainer ?? InitContainerDefinition(), mainResources: resources,
            mounts: [.programsToInstall, .tmp])
        let names = Container(
            "nss-wrapper-init", image: cluster.images.postgres, in: cluster, command: ["/opt/crunchy/bin/nss-wrapper"], resources: resources,
            mounts: [.tmp, .programs])
        return PodSpec(
            affinity: jobs.affinity,
            automountServiceAccountToken: false,
            containers: [container],
            enableServiceLinks: false,
            imagePullSecrets: cluster.imagePullSecrets.unlessEmpty,
            initContainers: [installer, names],
            priorityClassName: jobs.priorityClassName,
            restartPolicy: "Never",
            securityContext: jobs.securityContext ?? cluster.instanceSets.first?.securityContext
                ?? .volumes(ownedBy: cluster.isOpenShift ? nil : PodSecurityContext.postgresGroup),
            serviceAccountName: cluster.names.instance,
            tolerations: jobs.tolerations.unlessEmpty,
            volumes: volumes)
    }

    private var container: Container {
        var mounts = [VolumeMount(Self.data, "/pgdata"), PgBackRestMounts.config]
        if drills.sql != nil { mounts.append(VolumeMount(Self.sql, Self.sqlFolder, readOnly: true)) }
        mounts += [.tmp, VolumeMount("dshm", "/dev/shm"), .programs]
        return Container(
            Job.drillContainer, image: cluster.images.postgres, in: cluster, command: command,
            env: [EnvVar("LC_ALL", "en_US.utf-8"), EnvVar("LANG", "en_US.utf-8")] + .nssWrapper, resources: resources, mounts: mounts
        ).adding(env: cluster.backups.env, from: cluster.backups.envFrom)
    }

    private var command: [String] {
        var command = [
            "/opt/crunchy/bin/drill", String(cluster.postgresVersion), PgBackRestConfiguration.stanza, String(request.repo.number),
            request.marker.description,
        ]
        if drills.checksStructure { command.append(drills.checksRowsInIndexes ? "--amcheck=heapallindexed" : "--amcheck") }
        if let sql = drills.sql { command.append("--sql=\(Self.sqlFolder)/\(sql.key)") }
        if drills.checksPages { command.append("--page-checksums") }
        return command
    }

    private var volumes: [Volume] {
        var all = [data, PgBackRestMounts.configVolume(of: cluster, for: .instance)]
        if let sql = drills.sql {
            // Without the ConfigMap the Pod starts all the same, and tells.
            let source = ConfigMapVolumeSource(items: [KeyToPath(sql.key, sql.key)], name: sql.configMap, optional: true)
            all.append(Volume(configMap: source, name: Self.sql))
        }
        return all + [.programs, .tmp(), .emptyDir("dshm", medium: "Memory")]
    }

    private var data: Volume {
        guard let claim = drills.volumeClaim else { return .emptyDir(Self.data, sizeLimit: size) }
        return Volume(ephemeral: EphemeralVolumeSource(volumeClaimTemplate: PersistentVolumeClaimTemplate(spec: claim)), name: Self.data)
    }

    /// The volumes of an instance together, and room for WAL and pgBackRest's files.
    private var size: Quantity? {
        guard let set = cluster.instanceSets.first else { return nil }
        let claims = [set.dataVolumeClaim] + [set.walVolumeClaim].compactMap(\.self) + set.tablespaces.map(\.volumeClaim)
        let bytes = claims.compactMap { $0.resources?.requests?["storage"]?.value }.reduce(Self.margin, +)
        return Quantity("\((bytes + (1 << 20) - 1) >> 20)Mi")
    }

    private static let margin: Int64 = 2 << 30
    private static let data = "drill-data"
    private static let sql = "drill-sql"
    private static let sqlFolder = "/etc/egret/drill"
}

extension Label {
    /// On the Job of a drill and its Pod.
    public static let drill = "egret.dev/drill"
}

extension Annotation {
    /// On a cluster: asks for a drill, one for each new value. On a drill's Job: the value that asked for it.
    public static let drill = "egret.dev/drill"
    /// On a cluster: the repository of the drill that is asked for. On a drill's Job: its repository.
    public static let drillRepo = "egret.dev/drill-repo"
    /// On a drill's Job: the position in the WAL that recovery has to get past.
    public static let drillMarker = "egret.dev/drill-marker"
}

extension ObjectNames {
    /// The Job of a drill.
    func drillJob(suffix: String) -> String { "\(cluster)-drill-\(suffix)" }
}
