import KubernetesModel
import PostgresAPI

extension PgBouncerDefinition {
    /// Nil for a pooler with 0 replicas: as that operator does, nothing is made of it.
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
        scheduling.priorityClassName = spec.priorityClassName
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
        usersSecret = spec.usersSecret.flatMap { $0.name.isEmpty ? nil : $0.name }
        exposesSuperusers = spec.exposeSuperusers
        isPaused = spec.paused
        sidecars = SidecarsDefinition(spec.sidecars, volumes: spec.sidecarVolumes, claims: spec.sidecarPVCs)
    }
}

extension PatroniDefinition {
    init(_ spec: Object<PatroniSpec>) {
        self.init()
        dynamicConfiguration = spec.dynamicConfiguration
        leaderLeaseDurationSeconds = spec.leaderLeaseDurationSeconds
        syncPeriodSeconds = spec.syncPeriodSeconds
        port = spec.port
        createReplicaMethods = spec.createReplicaMethods.isEmpty ? nil : spec.createReplicaMethods.map(\.rawValue)
        removesDataDirectoryOnDivergedTimelines = spec.removeDataDirectoryOnDivergedTimelines
    }
}

extension BackupsDefinition {
    init(_ spec: Object<BackupsSpec>) {
        self.init()
        let rest = spec.pgbackrest
        isEnabled = spec.enabled
        tracksLatestRestorableTime = spec.enabled && spec.trackLatestRestorableTime
        repos = rest.repos.compactMap(Repo.init)
        global = rest.global
        configuration = rest.configuration
        env = rest.env
        envFrom = rest.envFrom
        metadata = CustomMetadata(rest.metadata)
        initContainer = InitContainerDefinition(rest.initContainer)
        serverResources = rest.containers.pgbackrest.resources
        configResources = rest.containers.pgbackrestConfig.resources
        repoHost.resources = rest.repoHost.resources
        repoHost.scheduling.affinity = rest.repoHost.affinity
        repoHost.scheduling.tolerations = rest.repoHost.tolerations
        repoHost.scheduling.topologySpread = rest.repoHost.topologySpreadConstraints
        repoHost.scheduling.priorityClassName = rest.repoHost.priorityClassName
        repoHost.securityContext = rest.repoHost.securityContext
        repoHost.sidecars = SidecarsDefinition(
            rest.repoHost.sidecars, volumes: rest.repoHost.sidecarVolumes, claims: rest.repoHost.sidecarPVCs)
        jobs.resources = rest.jobs.resources
        jobs.affinity = rest.jobs.affinity
        jobs.tolerations = rest.jobs.tolerations
        jobs.priorityClassName = rest.jobs.priorityClassName
        jobs.backoffLimit = rest.jobs.backoffLimit
        jobs.restartPolicy = rest.jobs.restartPolicy
        jobs.securityContext = rest.jobs.securityContext
        jobs.ttlSecondsAfterFinished = rest.jobs.ttlSecondsAfterFinished
    }
}

extension BackupsDefinition.Repo {
    /// Nil for a repository that does not say where it is: such a spec is refused.
    init?(_ spec: Object<RepoSpec>) {
        if let volume = spec.volume {
            self.init(name: spec.name, storage: .volume(volume.volumeClaimSpec))
        } else if let s3 = spec.s3 {
            self.init(name: spec.name, storage: .s3(bucket: s3.bucket, endpoint: s3.endpoint, region: s3.region))
        } else if let gcs = spec.gcs {
            self.init(name: spec.name, storage: .gcs(bucket: gcs.bucket))
        } else if let azure = spec.azure {
            self.init(name: spec.name, storage: .azure(container: azure.container))
        } else {
            return nil
        }
    }
}
