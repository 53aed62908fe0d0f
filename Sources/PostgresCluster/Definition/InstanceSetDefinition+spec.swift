import KubernetesModel
import PostgresAPI

extension InstanceSetDefinition {
    init(_ spec: Object<InstanceSetSpec>) {
        self.init(name: spec.name, replicas: spec.replicas, dataVolumeClaim: spec.dataVolumeClaimSpec)
        walVolumeClaim = spec.walVolumeClaimSpec
        tablespaces = spec.tablespaceVolumes.map { Tablespace(name: $0.name, volumeClaim: $0.dataVolumeClaimSpec) }
        resources = spec.resources
        certificateCopyResources = spec.containers.replicaCertCopy.resources
        scheduling.affinity = spec.affinity
        scheduling.tolerations = spec.tolerations
        scheduling.topologySpread = spec.topologySpreadConstraints
        scheduling.priorityClassName = spec.priorityClassName.nonEmpty
        securityContext = spec.securityContext
        env = spec.env
        envFrom = spec.envFrom
        minAvailable = spec.minAvailable
        metadata = CustomMetadata(spec.metadata)
        initContainer = InitContainerDefinition(spec.initContainer)
        initContainers = spec.initContainers
        sidecars.containers = spec.sidecars
        sidecars.volumes = spec.sidecarVolumes
        sidecars.claims = spec.sidecarPVCs.map(SidecarsDefinition.Claim.init)
        volumeMounts = spec.volumeMounts
        extraVolumes = spec.extraVolumes.map(ExtraVolume.init)
    }
}

extension InstanceSetDefinition.ExtraVolume {
    init(_ spec: Object<ExtraVolumeSpec>) {
        self.init(
            name: spec.name, source: spec.volumeSource.named(spec.name),
            mounts: spec.mounts.map { VolumeMount(mountPath: $0.mountPath, readOnly: $0.readOnly ? true : nil, subPath: $0.subPath) })
    }
}

extension SidecarsDefinition.Claim {
    init(_ spec: Object<SidecarPVCSpec>) { self.init(name: spec.name, spec: spec.spec) }
}

extension PgBouncerDefinition {
    /// Nil for no replicas: then there is no pooler.
    init?(_ spec: Object<PgBouncerSpec>) {
        guard spec.replicas > 0 else { return nil }
        self.init()
        replicas = spec.replicas
        port = spec.port
        resources = spec.resources
        configResources = spec.containers.pgbouncerConfig.resources
        scheduling.affinity = spec.affinity
        scheduling.tolerations = spec.tolerations
        scheduling.topologySpread = spec.topologySpreadConstraints
        scheduling.priorityClassName = spec.priorityClassName.nonEmpty
        securityContext = spec.securityContext
        env = spec.env
        envFrom = spec.envFrom
        minAvailable = spec.minAvailable
        metadata = CustomMetadata(spec.metadata)
        expose = ExposeDefinition(spec.expose)
        global = spec.config.global
        databases = spec.config.databases
        users = spec.config.users
        files = spec.config.files
        customTLSSecret = spec.customTLSSecret
        additionalTrustedCAs = spec.additionalTrustedCAs.map(\.name)
        usersSecret = (spec.usersSecret?.name).nonEmpty
        exposesSuperusers = spec.exposeSuperusers
        isPaused = spec.paused
        sidecars.containers = spec.sidecars
        sidecars.volumes = spec.sidecarVolumes
        sidecars.claims = spec.sidecarPVCs.map(SidecarsDefinition.Claim.init)
    }
}
