package import KubernetesModel

/// One element of `spec.instances`: instances with the same resources, storage and placement.
package struct InstanceSetSpec: FieldSet {
    package static let fields = Self()
    package let affinity = Field<Affinity?>("affinity") {
        "Which nodes the instances may run on, and how far from each other. Unset: on different nodes where that is possible."
        Effect.rollingRestart
    }
    package let containers = Field<Object<InstanceContainersSpec>>("containers", whenUnset: .empty) {
        "Settings of the helper containers beside PostgreSQL."
        Support.notYet
        Effect.rollingRestart
    }
    package let dataVolumeClaimSpec = Field<PersistentVolumeClaimSpec>("dataVolumeClaimSpec") {
        "Size, access modes and storage class of each instance's data volume. It can grow, never shrink."
        claimMayOnlyGrow
        Effect.resize
    }
    package let env = Field<[EnvVar]>("env", whenUnset: []) {
        "Environment variables of the container `database`."
        Effect.rollingRestart
    }
    package let envFrom = Field<[EnvFromSource]>("envFrom", whenUnset: []) {
        "ConfigMaps and Secrets whose keys become environment variables of `database`; a change of one restarts the instances."
        Effect.rollingRestart
    }
    package let extraVolumes = Field<[Object<ExtraVolumeSpec>]>("extraVolumes", whenUnset: []) {
        "Volumes that are mounted into `database` besides the operator's."
        List.keyed(by: "name")
        Effect.rollingRestart
    }
    package let initContainer = Field<Object<InitContainerSpec>?>("initContainer") {
        "The container that brings the operator's programs, for this set only."
        Support.notYet
        Effect.rollingRestart
    }
    package let initContainers = Field<[Container]>("initContainers", whenUnset: []) {
        "Containers of your own that run before PostgreSQL starts."
        Support.notYet
        Effect.rollingRestart
    }
    package let metadata = Field<Object<MetadataSpec>>("metadata", whenUnset: .empty) {
        "Labels and annotations of the set's StatefulSets, Pods and volume claims."
        Effect.rollingRestart
    }
    package let minAvailable = Field<IntOrString?>("minAvailable") {
        "How many instances of the set an eviction must leave running, as a number or percentage."
        "Unset: 1 if there are several; 0 makes no PodDisruptionBudget."
        Effect.objects
    }
    package let name = Field("name", default: "") {
        "Name of the set: part of the names of its Pods and volumes, so that another name means other instances."
        "Unset: its number, `00` for the first."
        Pattern("^([a-z0-9]([-a-z0-9]*[a-z0-9])?)?$", "use small letters, digits and - between them")
        Effect.scale
    }
    package let priorityClassName = Field<String?>("priorityClassName") {
        "Priority class of the Pods: databases should not be the first to go from a full node."
        Effect.rollingRestart
    }
    package let replicas = Field("replicas", default: 1) {
        "Number of instances. One of all sets' instances is the primary, the others follow it."
        Minimum(1)
        Effect.scale
    }
    package let resources = Field<ResourceRequirements?>("resources") {
        "CPU and memory of the container `database`. Set memory's request and limit alike: the kernel ends what goes over it."
        Effect.rollingRestart
    }
    package let securityContext = Field<PodSecurityContext?>("securityContext") {
        "Security settings of the Pods, in place of those that the operator gives."
        Effect.rollingRestart
    }
    package let sidecarPVCs = Field<[Object<SidecarPVCSpec>]>("sidecarPVCs", whenUnset: []) {
        "Volume claims for the sidecars."
        "A claim of this name that exists already is used and never changed. None is ever deleted because it is no longer listed."
        Effect.rollingRestart
    }
    package let sidecarVolumes = Field<[Volume]>("sidecarVolumes", whenUnset: []) {
        "Volumes for the sidecars."
        Effect.rollingRestart
    }
    package let sidecars = Field<[Container]>("sidecars", whenUnset: []) {
        "Containers of your own that run beside PostgreSQL."
        Effect.rollingRestart
    }
    package let tablespaceVolumes = Field<[Object<TablespaceVolumeSpec>]>("tablespaceVolumes", whenUnset: []) {
        "Volumes for tablespaces, mounted at `/tablespaces/NAME`; `CREATE TABLESPACE … LOCATION '/tablespaces/NAME/data'` is yours to run."
        List.keyed(by: "name")
        Count(...64)
        Support.notYet
        Effect.rollingRestart
    }
    package let tolerations = Field<[Toleration]>("tolerations", whenUnset: []) {
        "Taints of nodes that the Pods tolerate."
        Effect.rollingRestart
    }
    package let topologySpreadConstraints = Field<[TopologySpreadConstraint]>("topologySpreadConstraints", whenUnset: []) {
        "How evenly the Pods are spread, for example over zones."
        Effect.rollingRestart
    }
    package let volumeMounts = Field<[VolumeMount]>("volumeMounts", whenUnset: []) {
        "Where `database` finds further volumes of the Pod."
        Support.notYet
        Effect.rollingRestart
    }
    package let walVolumeClaimSpec = Field<PersistentVolumeClaimSpec?>("walVolumeClaimSpec") {
        "A volume of its own for WAL: writes of data and WAL do not compete, and WAL that piles up does not fill the data's volume."
        claimMayOnlyGrow
        Support.notYet
        Effect.rollingRestart
    }
}

/// `spec.instances[].containers`.
package struct InstanceContainersSpec: FieldSet {
    package static let fields = Self()
    package let replicaCertCopy = Field<Object<ContainerResourcesSpec>>("replicaCertCopy", whenUnset: .empty) {
        "The container that puts renewed certificates where PostgreSQL reads them."
    }
}

/// One element of `spec.instances[].tablespaceVolumes`.
package struct TablespaceVolumeSpec: FieldSet {
    package static let fields = Self()
    package let dataVolumeClaimSpec = Field<PersistentVolumeClaimSpec>("dataVolumeClaimSpec") {
        "Size, access modes and storage class of the tablespace's volume. It can grow, never shrink."
        claimMayOnlyGrow
    }
    package let name = Field<String>("name") {
        "Name of the volume, and of the directory where it is mounted."
        Pattern("^[a-z][a-z0-9]*$", "use small letters and digits, beginning with a letter")
        Length(1...)
    }
}

/// One element of `spec.instances[].extraVolumes`.
package struct ExtraVolumeSpec: FieldSet {
    package static let fields = Self()
    package let mounts = Field<[Object<ExtraVolumeMountSpec>]>("mounts") {
        "Where the volume is mounted."
        Count(1...)
    }
    package let name = Field<String>("name") { "Name of the volume." }
    package let volumeSource = Field<VolumeSource>("volumeSource") { "What the volume consists of; its name is that of this element." }
}

/// One element of `spec.instances[].extraVolumes[].mounts`.
package struct ExtraVolumeMountSpec: FieldSet {
    package static let fields = Self()
    package let mountPath = Field<String>("mountPath") { "Directory of the container." }
    package let readOnly = Field<Bool>("readOnly", whenUnset: false) { "Whether the container may not write." }
    package let subPath = Field<String?>("subPath") { "Directory of the volume that is mounted, instead of its root." }
}
