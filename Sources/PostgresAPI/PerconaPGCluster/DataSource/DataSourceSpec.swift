package import KubernetesModel

/// `spec.dataSource`: what a new cluster is made from.
package struct DataSourceSpec: FieldSet {
    package static let fields = Self()
    package let pgbackrest = Field<Object<PgBackRestDataSourceSpec>?>("pgbackrest") {
        "A backup in a bucket, of a cluster that need not exist any more."
    }
    package let postgresCluster = Field<Object<ClusterDataSourceSpec>?>("postgresCluster") {
        "A backup of another cluster in this Kubernetes cluster."
    }
    package let volumes = Field<Object<VolumesDataSourceSpec>?>("volumes") {
        "Volumes that hold a data directory already."
    }
}

/// `spec.dataSource.pgbackrest`.
package struct PgBackRestDataSourceSpec: FieldSet {
    package static let fields = Self()
    package let affinity = Field<Affinity?>("affinity") { "Which nodes the restore's Pod may run on." }
    package let configuration = Field<[VolumeProjection]>("configuration", whenUnset: []) {
        "Secrets and ConfigMaps with pgBackRest configuration, above all the bucket's keys."
    }
    package let global = Field<[String: String]>("global", whenUnset: [:]) { "Options of pgBackRest's section `[global]`, for example `repo1-path`." }
    package let options = Field<[String]>("options", whenUnset: []) { "Options of `pgbackrest restore`, for example `--type=time`." }
    package let priorityClassName = Field<String?>("priorityClassName") { "Priority class of the restore's Pod." }
    package let repo = Field<Object<RepoSpec>>("repo") { "The repository that holds the backup." }
    package let resources = Field<ResourceRequirements?>("resources") { "CPU and memory of the container that runs pgBackRest." }
    package let stanza = Field<String>("stanza") { "Stanza of the backup in its repository; the operator's clusters have `db`." }
    package let tolerations = Field<[Toleration]>("tolerations", whenUnset: []) { "Taints of nodes that the restore's Pod tolerates." }
}

/// `spec.dataSource.postgresCluster`.
package struct ClusterDataSourceSpec: FieldSet {
    package static let fields = Self()
    package let affinity = Field<Affinity?>("affinity") { "Which nodes the restore's Pod may run on." }
    package let clusterName = Field<String?>("clusterName") { "Name of the cluster whose backup is taken; unset: this one." }
    package let clusterNamespace = Field<String?>("clusterNamespace") { "Namespace of that cluster; unset: this one's." }
    package let env = Field<[EnvVar]>("env", whenUnset: []) { "Environment variables of the restore's container." }
    package let envFrom = Field<[EnvFromSource]>("envFrom", whenUnset: []) { "ConfigMaps and Secrets whose keys become environment variables of it." }
    package let options = Field<[String]>("options", whenUnset: []) { "Options of `pgbackrest restore`, for example `--type=time`." }
    package let priorityClassName = Field<String?>("priorityClassName") { "Priority class of the restore's Pod." }
    package let repoName = Field<String>("repoName") {
        "Repository of that cluster that the backup is in."
        repoNamePattern
    }
    package let resources = Field<ResourceRequirements?>("resources") { "CPU and memory of the container that runs pgBackRest." }
    package let tolerations = Field<[Toleration]>("tolerations", whenUnset: []) { "Taints of nodes that the restore's Pod tolerates." }
}

/// `spec.dataSource.volumes`.
package struct VolumesDataSourceSpec: FieldSet {
    package static let fields = Self()
    package let pgBackRestVolume = Field<Object<VolumeDataSourceSpec>?>("pgBackRestVolume") {
        "A volume with a pgBackRest repository, which becomes `repo1`."
    }
    package let pgDataVolume = Field<Object<VolumeDataSourceSpec>?>("pgDataVolume") {
        "A volume with a data directory, which the first instance takes."
    }
    package let pgWALVolume = Field<Object<VolumeDataSourceSpec>?>("pgWALVolume") { "A volume with the WAL that belongs to that data." }
}

/// One volume of `spec.dataSource.volumes`.
package struct VolumeDataSourceSpec: FieldSet {
    package static let fields = Self()
    package let annotations = Field<[String: String]>("annotations", whenUnset: [:]) { "Annotations of the Job that moves the directory." }
    package let directory = Field<String?>("directory") {
        "Directory of the volume that holds the data; it is moved to where the operator expects it."
    }
    package let labels = Field<[String: String]>("labels", whenUnset: [:]) { "Labels of the Job that moves the directory." }
    package let pvcName = Field<String>("pvcName") { "Name of the volume claim, which the cluster takes over." }
    package let tolerations = Field<[Toleration]>("tolerations", whenUnset: []) { "Taints of nodes that the Job's Pod tolerates." }
}
