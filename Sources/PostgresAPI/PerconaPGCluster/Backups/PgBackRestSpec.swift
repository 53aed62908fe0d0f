package import KubernetesModel

/// `spec.backups.pgbackrest`.
package struct PgBackRestSpec: FieldSet {
    package static let fields = Self()
    package let configuration = Field<[VolumeProjection]>("configuration", whenUnset: []) {
        "Secrets and ConfigMaps with pgBackRest configuration files, above all the keys of buckets, which are merged into the operator's."
        Effect.rollingRestart
    }
    package let containers = Field<Object<PgBackRestContainersSpec>>("containers", whenUnset: .empty) {
        "Settings of the pgBackRest containers beside PostgreSQL."
        Effect.rollingRestart
    }
    package let env = Field<[EnvVar]>("env", whenUnset: []) {
        "Environment variables of the containers of the repository host, and of Jobs that do not give their own."
        Effect.repoHostRestart
    }
    package let envFrom = Field<[EnvFromSource]>("envFrom", whenUnset: []) {
        "ConfigMaps and Secrets whose keys become environment variables of the same containers."
        Effect.repoHostRestart
    }
    package let global = Field<[String: String]>("global", whenUnset: [:]) {
        "Options of pgBackRest's section `[global]`, for example `repo1-retention-full: \"14\"` or `repo1-s3-uri-style: path`."
        Effect.reload
    }
    package let image = Field<String?>("image") {
        "Image of pgBackRest. Unset: the one that the operator was given (`RELATED_IMAGE_PGBACKREST`)."
        Effect.rollingRestart
    }
    package let initContainer = Field<Object<InitContainerSpec>?>("initContainer") {
        "The container that brings the operator's programs, for pgBackRest's Pods only."
        Effect.repoHostRestart
    }
    package let jobs = Field<Object<BackupJobsSpec>>("jobs", whenUnset: .empty) {
        "Settings of the Jobs that make backups."
        Effect.nextJob
    }
    package let manual = Field<Object<ManualBackupSpec>?>("manual") {
        "What a backup on request does that does not say it itself."
        Support.notYet
        Effect.nextJob
    }
    package let metadata = Field<Object<MetadataSpec>>("metadata", whenUnset: .empty) {
        "Labels and annotations of pgBackRest's objects."
        Effect.repoHostRestart
    }
    package let repoHost = Field<Object<RepoHostSpec>>("repoHost", whenUnset: .empty) {
        "The Pod that holds the repositories on volumes, and serves them to the instances over TLS."
        Effect.repoHostRestart
    }
    package let repos = Field<[Object<RepoSpec>]>("repos", whenUnset: []) {
        "The repositories, at most four. WAL goes to all of them, the first full backup to the first."
        "The volume of one that is taken away is kept with its backups."
        List.keyed(by: "name")
        Count(...4)
        Effect.repoHostRestart
    }
    package let restore = Field<Object<RestoreInPlaceSpec>?>("restore") {
        "How Jobs of restores in place run. To ask for one here, as it was done before there was the PerconaPGRestore, is not served."
        Effect.nextJob
    }
    package let sidecars = Field<Object<PgBackRestContainersSpec>>("sidecars", whenUnset: .empty) {
        "Older name of `containers`."
        Effect.rollingRestart
    }
}

/// `spec.backups.pgbackrest.containers`.
package struct PgBackRestContainersSpec: FieldSet {
    package static let fields = Self()
    package let pgbackrest = Field<Object<ContainerResourcesSpec>>("pgbackrest", whenUnset: .empty) {
        "The container that serves the instance's files to the repository host."
    }
    package let pgbackrestConfig = Field<Object<ContainerResourcesSpec>>("pgbackrestConfig", whenUnset: .empty) {
        "The container that makes pgBackRest read changed settings and certificates."
    }
}

/// `spec.backups.pgbackrest.jobs`.
package struct BackupJobsSpec: FieldSet {
    package static let fields = Self()
    package let affinity = Field<Affinity?>("affinity") { "Which nodes the Jobs' Pods may run on." }
    package let backoffLimit = Field<Int?>("backoffLimit") { "How often a failed backup is tried again; unset: six times, as Kubernetes does." }
    package let priorityClassName = Field<String?>("priorityClassName") { "Priority class of the Jobs' Pods." }
    package let resources = Field<ResourceRequirements?>("resources") { "CPU and memory of the container that runs pgBackRest." }
    package let restartPolicy = Field<String?>("restartPolicy") {
        "`Never`: each try is a Pod of its own, whose log stays. `OnFailure`: the container is started again."
    }
    package let securityContext = Field<PodSecurityContext?>("securityContext") { "Security settings of the Jobs' Pods." }
    package let tolerations = Field<[Toleration]>("tolerations", whenUnset: []) { "Taints of nodes that the Jobs' Pods tolerate." }
    package let ttlSecondsAfterFinished = Field<Int?>("ttlSecondsAfterFinished") {
        "How long finished Jobs are kept, with their logs; unset: as long as their backup."
        Minimum(60)
    }
}

/// `spec.backups.pgbackrest.manual`.
package struct ManualBackupSpec: FieldSet {
    package static let fields = Self()
    package let env = Field<[EnvVar]>("env", whenUnset: []) { "Environment variables of the Job's container." }
    package let envFrom = Field<[EnvFromSource]>("envFrom", whenUnset: []) { "ConfigMaps and Secrets whose keys become environment variables of it." }
    package let initialDelaySeconds = Field<Int?>("initialDelaySeconds") {
        "How long the Job waits before it begins, for example for a service mesh."
        Format.int64
    }
    package let options = Field<[String]>("options", whenUnset: []) { "Options of `pgbackrest backup`, for example `--type=full`." }
    package let repoName = Field<String>("repoName") {
        "Repository that the backup goes to."
        repoNamePattern
    }
}

/// `spec.backups.pgbackrest.restore`.
package struct RestoreInPlaceSpec: FieldSet {
    package static let fields = Self()
    package let affinity = Field<Affinity?>("affinity") { "Which nodes the Job's Pod may run on; unset: as the instance." }
    package let clusterName = Field<String?>("clusterName") {
        "Cluster whose repository is restored from: use `spec.dataSource` of a new cluster."
        Support.notYet
    }
    package let clusterNamespace = Field<String?>("clusterNamespace") {
        "Namespace of that cluster."
        Support.notYet
    }
    package let enabled = Field("enabled", default: false, required: true) {
        "Whether a restore runs as the block says: create a PerconaPGRestore instead."
        Support.notYet
    }
    package let env = Field<[EnvVar]>("env", whenUnset: []) {
        "Environment variables of the Job's container, unless the PerconaPGRestore gives its own; unset: those of pgBackRest."
    }
    package let envFrom = Field<[EnvFromSource]>("envFrom", whenUnset: []) { "ConfigMaps and Secrets whose keys become environment variables of it." }
    package let options = Field<[String]>("options", whenUnset: []) {
        "Options of `pgbackrest restore`, for example `--type=time`."
        Support.notYet
    }
    package let priorityClassName = Field<String?>("priorityClassName") { "Priority class of the Job's Pod; unset: that of the instance." }
    package let repoName = Field<String>("repoName") {
        "Repository that is restored from."
        repoNamePattern
        Support.notYet
    }
    package let resources = Field<ResourceRequirements?>("resources") {
        "CPU and memory of the container that runs pgBackRest and then PostgreSQL; unset: those of the instance."
    }
    package let tolerations = Field<[Toleration]>("tolerations", whenUnset: []) {
        "Taints of nodes that the Job's Pod tolerates; unset: those of the instance and of backups' Jobs."
    }
}
