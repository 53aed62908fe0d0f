public import KubernetesModel

/// `spec.instances[]`: instances that are alike.
public struct InstanceSetDefinition: Sendable, Hashable {
    public var name: String
    public var replicas: Int
    public var dataVolumeClaim: PersistentVolumeClaimSpec
    /// Nil: the WAL is on the data volume.
    public var walVolumeClaim: PersistentVolumeClaimSpec?
    public var tablespaces: [Tablespace] = []
    /// Resources of the container `database`.
    public var resources: ResourceRequirements?
    /// Resources of the container `replication-cert-copy`.
    public var certificateCopyResources: ResourceRequirements?
    public var scheduling = SchedulingDefinition()
    /// Security context of the Pods.
    public var securityContext: PodSecurityContext?
    public var env: [EnvVar] = []
    public var envFrom: [EnvFromSource] = []
    /// Nil: 1 with several replicas, else no budget.
    public var minAvailable: IntOrString?
    public var metadata = CustomMetadata()
    public var initContainer = InitContainerDefinition()
    public var initContainers: [Container] = []
    public var sidecars = SidecarsDefinition()
    /// More mounts of `database`.
    public var volumeMounts: [VolumeMount] = []
    public var extraVolumes: [ExtraVolume] = []

    public init(name: String, replicas: Int = 1, dataVolumeClaim: PersistentVolumeClaimSpec) {
        self.name = name
        self.replicas = replicas
        self.dataVolumeClaim = dataVolumeClaim
    }

    /// A volume with its mounts in `database`.
    public struct ExtraVolume: Sendable, Hashable {
        public var name: String
        /// The volume, under ``name``.
        public var source: Volume
        public var mounts: [VolumeMount]

        public init(name: String, source: Volume, mounts: [VolumeMount]) {
            self.name = name
            self.source = source
            self.mounts = mounts
        }
    }

    /// A volume for a tablespace.
    public struct Tablespace: Sendable, Hashable {
        public var name: String
        public var volumeClaim: PersistentVolumeClaimSpec

        public init(name: String, volumeClaim: PersistentVolumeClaimSpec) {
            self.name = name
            self.volumeClaim = volumeClaim
        }
    }
}

/// Where Pods may run.
public struct SchedulingDefinition: Sendable, Hashable {
    public var affinity: Affinity?
    public var tolerations: [Toleration] = []
    public var topologySpread: [TopologySpreadConstraint] = []
    public var priorityClassName: String?

    public init() {}
}

/// Containers of the user beside ours, with their volumes.
public struct SidecarsDefinition: Sendable, Hashable {
    public var containers: [Container] = []
    public var volumes: [Volume] = []
    public var claims: [Claim] = []

    public init() {}

    /// A volume claim that the operator makes under this very name.
    public struct Claim: Sendable, Hashable {
        public var name: String
        public var spec: PersistentVolumeClaimSpec

        public init(name: String, spec: PersistentVolumeClaimSpec) {
            self.name = name
            self.spec = spec
        }
    }
}
