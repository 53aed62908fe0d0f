import KubernetesModel
import PostgresAPI

extension BackupsDefinition {
    init(_ spec: Object<BackupsSpec>) {
        let pgBackRest = spec.pgbackrest
        isEnabled = spec.enabled
        tracksLatestRestorableTime = spec.enabled && spec.trackLatestRestorableTime
        repos = pgBackRest.repos.compactMap(Repo.init)
        global = pgBackRest.global
        configuration = pgBackRest.configuration
        env = pgBackRest.env
        envFrom = pgBackRest.envFrom
        metadata = CustomMetadata(pgBackRest.metadata)
        initContainer = InitContainerDefinition(pgBackRest.initContainer)
        serverResources = pgBackRest.containers.pgbackrest.resources ?? pgBackRest.sidecars.pgbackrest.resources
        configResources = pgBackRest.containers.pgbackrestConfig.resources ?? pgBackRest.sidecars.pgbackrestConfig.resources
        repoHost = RepoHost(pgBackRest.repoHost)
        jobs = Jobs(pgBackRest.jobs)
        manual = pgBackRest.manual.map(Manual.init)
        drills = spec.drills.map(DrillDefinition.init) ?? DrillDefinition()
        restore = pgBackRest.restore.map(Restore.init) ?? Restore()
    }
}

extension BackupsDefinition.Repo {
    /// Nil where the resource does not say where the repository is.
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
        let texts = [
            (BackupsDefinition.BackupType.full, spec.schedules?.full), (.differential, spec.schedules?.differential),
            (.incremental, spec.schedules?.incremental),
        ]
        schedules = texts.compactMap { type, text in text.nonEmpty.map { BackupsDefinition.Schedule(type, $0) } }
    }
}

extension BackupsDefinition.RepoHost {
    init(_ spec: Object<RepoHostSpec>) {
        resources = spec.resources
        scheduling.affinity = spec.affinity
        scheduling.tolerations = spec.tolerations
        scheduling.topologySpread = spec.topologySpreadConstraints
        scheduling.priorityClassName = spec.priorityClassName.nonEmpty
        securityContext = spec.securityContext
        sidecars.containers = spec.sidecars
        sidecars.volumes = spec.sidecarVolumes
        sidecars.claims = spec.sidecarPVCs.map(SidecarsDefinition.Claim.init)
    }
}

extension BackupsDefinition.Jobs {
    init(_ spec: Object<BackupJobsSpec>) {
        resources = spec.resources
        affinity = spec.affinity
        tolerations = spec.tolerations
        priorityClassName = spec.priorityClassName.nonEmpty
        backoffLimit = spec.backoffLimit
        restartPolicy = spec.restartPolicy
        securityContext = spec.securityContext
        ttlSecondsAfterFinished = spec.ttlSecondsAfterFinished
    }
}

extension BackupsDefinition.Restore {
    init(_ spec: Object<RestoreInPlaceSpec>) {
        resources = spec.resources
        scheduling.affinity = spec.affinity
        scheduling.tolerations = spec.tolerations
        scheduling.priorityClassName = spec.priorityClassName.nonEmpty
        env = spec.env
        envFrom = spec.envFrom
    }
}

extension BackupsDefinition.Manual {
    init(_ spec: Object<ManualBackupSpec>) {
        self.init(repoName: spec.repoName)
        options = spec.options
        initialDelaySeconds = spec.initialDelaySeconds ?? 0
        env = spec.env
        envFrom = spec.envFrom
    }
}
