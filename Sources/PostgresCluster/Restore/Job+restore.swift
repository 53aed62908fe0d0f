public import KubernetesModel

/// A restore for a Job.
public struct RestoreRequest: Sendable, Hashable {
    /// Name and uid of the PerconaPGRestore.
    public var name: String
    public var uid: String
    public var repo: Int
    public var stanza: String
    /// Options of `pgbackrest restore`: backup and target.
    public var options: [String]
    public var previous: PreviousData
    /// Suffix of the directories that come back instead of a backup, for a restore that undoes another one.
    public var undoes: String?
    public var env: [EnvVar]
    public var envFrom: [EnvFromSource]
    /// Nil: those of the instance.
    public var resources: ResourceRequirements?
    /// Nil: that of the instance.
    public var scheduling: SchedulingDefinition?

    /// What becomes of data that is on the volume.
    public enum PreviousData: Sendable, Hashable {
        /// It stays, in directories whose names end with this.
        case kept(suffix: String)
        case overwritten
        /// There must be none.
        case absent

        var argument: String {
            switch self {
            case .kept(let suffix): suffix
            case .overwritten: "overwrite"
            case .absent: "empty"
            }
        }
    }
}

extension Job {
    static let restoreContainer = "pgbackrest-restore"
    static let clearContainer = "clear-volume"

    /// The Job that restores the volume of an instance.
    ///
    /// - Parameter configuration: volume with pgBackRest's configuration, of the name `pgbackrest-config`.
    static func restore(_ request: RestoreRequest, to instance: Instance, in cluster: ClusterDefinition, configuration: Volume) -> Job {
        let labels = [
            Label.cluster: cluster.name, Label.pgBackRest: "", Label.pgBackRestRestore: "", Label.startupInstance: instance.name,
        ].merging(cluster.appLabels()) { $1 }
        let annotations = [
            Annotation.pgBackRestHash: StableHash.text(
                of: ([cluster.name, request.stanza, String(request.repo)] + request.options).joined(separator: "\n")),
            Annotation.pgBackRestRestore: request.name, Annotation.restoreUID: request.uid, Annotation.defaultContainer: restoreContainer,
        ]
        let pod = InstanceJobPod(cluster: cluster, instance: instance)
        let program = "/opt/crunchy/bin/" + (request.undoes == nil ? "restore" : "undo-restore")
        let target = request.undoes.map { [$0, request.stanza] } ?? [request.stanza, String(request.repo)] + request.options
        let command = [program, String(cluster.postgresVersion), pod.paths.walDirectory, request.uid, request.previous.argument] + target
        var container = Container(
            restoreContainer, image: cluster.images.postgres, in: cluster, command: command,
            env: [
                EnvVar("PGHOST", "/tmp"), EnvVar("LC_ALL", "en_US.utf-8"), EnvVar("LANG", "en_US.utf-8"),
                EnvVar("EGRET_POD", field: "metadata.name"),
            ] + .nssWrapper,
            resources: request.resources ?? instance.set.resources, mounts: pod.dataMounts + [PgBackRestMounts.config, .tmp, .programs])
        container = container.adding(
            env: request.env.isEmpty ? cluster.backups.env : request.env, from: request.envFrom.isEmpty ? cluster.backups.envFrom : request.envFrom)
        let names = Container(
            "nss-wrapper-init", image: cluster.images.postgres, in: cluster, command: ["/opt/crunchy/bin/nss-wrapper"],
            resources: request.resources ?? instance.set.resources, mounts: [.tmp, .programs])
        var spec = pod.spec(
            container, initial: [names], volumes: [configuration], scheduling: request.scheduling,
            securityContext: cluster.backups.jobs.securityContext)
        // It writes how far it is on its own Pod, which the account of instances may.
        spec.automountServiceAccountToken = true
        return Job(
            metadata: .of(cluster, cluster.names.restoreJob, labels: labels, custom: cluster.pgBackRestMetadata, annotations: annotations),
            spec: JobSpec(
                backoffLimit: 6,
                template: PodTemplateSpec(
                    metadata: .template(labels: labels, custom: cluster.pgBackRestMetadata, annotations: annotations), spec: spec)))
    }

    /// The Job that removes the old data of an instance after another one was restored.
    ///
    /// - Parameter systemIdentifier: of the restored database: data of another one is not removed.
    static func clear(_ instance: Instance, for restore: RestoreResource, systemIdentifier: String, in cluster: ClusterDefinition) -> Job {
        let labels = [Label.cluster: cluster.name, Label.pgBackRestRestore: ""].merging(cluster.appLabels()) { $1 }
        let annotations = [Annotation.restoreUID: restore.uid, Annotation.defaultContainer: clearContainer]
        let pod = InstanceJobPod(cluster: cluster, instance: instance)
        let container = Container(
            clearContainer, image: cluster.images.postgres, in: cluster,
            command: ["/opt/crunchy/bin/clear-volume", String(cluster.postgresVersion), pod.paths.walDirectory, restore.uid, systemIdentifier],
            resources: instance.set.resources, mounts: pod.dataMounts + [.tmp, .programs])
        return Job(
            metadata: .of(cluster, clearJobName(instance.name), labels: labels, annotations: annotations),
            spec: JobSpec(
                backoffLimit: 6,
                template: PodTemplateSpec(
                    metadata: .template(labels: labels, custom: cluster.instanceMetadata, annotations: annotations),
                    spec: pod.spec(container, initial: [], volumes: [], securityContext: nil))))
    }

    static func clearJobName(_ instance: String) -> String { "\(instance)-clear" }
}

/// The Pod of a Job that works on the volumes of one instance while the instance itself does not run.
struct InstanceJobPod {
    let cluster: ClusterDefinition
    let instance: Instance
    private var set: InstanceSetDefinition { instance.set }
    var paths: DataPaths { DataPaths(cluster, instance.set) }

    var dataMounts: [VolumeMount] {
        let mounts = InstanceMounts(cluster: cluster, set: instance.set)
        return [mounts.data] + mounts.wal + mounts.tablespaces
    }

    func spec(
        _ container: Container, initial: [Container], volumes: [Volume], scheduling: SchedulingDefinition? = nil, securityContext: PodSecurityContext?
    ) -> PodSpec {
        var all = [Volume.claim("postgres-data", cluster.claim(for: instance.dataClaim))]
        if self.set.walVolumeClaim != nil { all.append(.claim("postgres-wal", cluster.claim(for: instance.walClaim))) }
        all += self.set.tablespaces.map { .claim("tablespace-\($0.name)", instance.tablespaceClaim($0.name)) }
        let installer = Container.installer(
            "database-init", in: cluster, self.set.initContainer, mainResources: self.set.resources, mounts: [.programsToInstall, .tmp])
        let scheduling = scheduling ?? self.set.scheduling
        return PodSpec(
            affinity: scheduling.affinity,
            automountServiceAccountToken: false,
            containers: [container],
            enableServiceLinks: false,
            imagePullSecrets: cluster.imagePullSecrets.unlessEmpty,
            initContainers: [installer] + initial,
            priorityClassName: scheduling.priorityClassName,
            restartPolicy: "Never",
            securityContext: securityContext ?? self.set.securityContext
                ?? .volumes(ownedBy: cluster.isOpenShift ? nil : PodSecurityContext.postgresGroup),
            serviceAccountName: cluster.names.instance,
            tolerations: scheduling.tolerations.unlessEmpty,
            volumes: all + volumes + [.programs, .tmp()])
    }
}

extension Label {
    public static let pgBackRestRestore = "postgres-operator.crunchydata.com/pgbackrest-restore"
    /// On a restore's Job: the instance whose volume it restores.
    public static let startupInstance = "postgres-operator.crunchydata.com/startup-instance"
}

extension Annotation {
    /// On a restore's Job: the PerconaPGRestore.
    public static let pgBackRestRestore = "postgres-operator.crunchydata.com/pgbackrest-restore"
}

extension Secret {
    /// What the data source of a cluster is read with, copied from the cluster that it belongs to.
    ///
    /// - Parameter data: in base64.
    public static func dataSource(of cluster: ClusterDefinition, _ data: [String: String]) -> Secret {
        let labels = [Label.cluster: cluster.name, Label.pgBackRest: "", Label.pgBackRestRestoreConfig: ""].merging(cluster.appLabels()) { $1 }
        return Secret(metadata: .of(cluster, cluster.names.dataSource, labels: labels, custom: cluster.pgBackRestMetadata), data: data)
    }
}
