import KubernetesModel

extension Job {
    /// The Job that brings a directory of a volume to where this cluster looks for it.
    static func takeOver(_ part: VolumeSourcesDefinition.Part, _ source: VolumeSourcesDefinition.Source, in cluster: ClusterDefinition) -> Job {
        let labels = [Label.cluster: cluster.name, Label.moveJob: "", part.label: ""].merging(cluster.appLabels()) { $1 }
        let custom = cluster.metadata.merging(source.metadata)
        let command = part.command(source, in: cluster)
        let annotations = [
            Annotation.moveHash: StableHash.text(of: ([source.claim] + command).joined(separator: "\n")), Annotation.defaultContainer: part.container,
        ]
        let set = cluster.instanceSets.first
        let container = Container(
            part.container, image: cluster.images.postgres, in: cluster, command: command, resources: set?.resources,
            mounts: [VolumeMount("source", part.mountPath), .tmp, .programs])
        let installer = Container.installer(
            "database-init", in: cluster, set?.initContainer ?? InitContainerDefinition(), mainResources: set?.resources,
            mounts: [.programsToInstall, .tmp])
        let pod = PodSpec(
            affinity: set?.scheduling.affinity,
            automountServiceAccountToken: false,
            containers: [container],
            enableServiceLinks: false,
            imagePullSecrets: cluster.imagePullSecrets.unlessEmpty,
            initContainers: [installer],
            restartPolicy: "Never",
            securityContext: set?.securityContext ?? .volumes(ownedBy: cluster.isOpenShift ? nil : PodSecurityContext.postgresGroup),
            tolerations: source.tolerations.unlessEmpty,
            volumes: [.claim("source", source.claim), .programs, .tmp()])
        return Job(
            metadata: .of(cluster, part.jobName(in: cluster), labels: labels, custom: custom, annotations: annotations),
            spec: JobSpec(
                backoffLimit: 6,
                template: PodTemplateSpec(metadata: .template(labels: labels, custom: custom, annotations: annotations), spec: pod)))
    }
}

/// - Source of names and labels: Percona operator 3.1.0.
extension VolumeSourcesDefinition.Part {
    func jobName(in cluster: ClusterDefinition) -> String {
        switch self {
        case .data: "\(cluster.name)-move-pgdata-dir"
        case .wal: "\(cluster.name)-move-pgwal-dir"
        case .repository: "\(cluster.name)-move-pgbackrest-repo-dir"
        }
    }

    fileprivate var container: String {
        switch self {
        case .data: "pgdata-move-job"
        case .wal: "pgwal-move-job"
        case .repository: "repo-move-job"
        }
    }

    fileprivate var label: String {
        switch self {
        case .data: Label.movesData
        case .wal: Label.movesWAL
        case .repository: Label.movesRepository
        }
    }

    fileprivate var mountPath: String {
        switch self {
        case .data: "/pgdata"
        case .wal: "/pgwal"
        case .repository: "/pgbackrest/\(Self.repo)"
        }
    }

    fileprivate func command(_ source: VolumeSourcesDefinition.Source, in cluster: ClusterDefinition) -> [String] {
        let version = self == .repository ? [] : [String(cluster.postgresVersion)]
        return ["/opt/crunchy/bin/take-over-volume", rawValue] + version + [source.directory, mountPath]
    }

    /// The repository that a volume becomes.
    static let repo = "repo1"
}

extension Label {
    /// On Jobs that move a directory of `spec.dataSource.volumes`.
    static let moveJob = "postgres-operator.crunchydata.com/move-job"
    static let movesData = "postgres-operator.crunchydata.com/move-pgdata-dir"
    static let movesWAL = "postgres-operator.crunchydata.com/move-pgwal-dir"
    static let movesRepository = "postgres-operator.crunchydata.com/move-pgbackrest-repo-dir"
}

extension Annotation {
    /// On those Jobs: hash of what they were made for.
    static let moveHash = "egret.dev/move"
    /// On a claim that was taken over: the name that the cluster's own claim in its place would have.
    public static let standsFor = "egret.dev/stands-for"
}
