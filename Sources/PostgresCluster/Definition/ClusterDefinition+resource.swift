import KubernetesModel
package import PostgresAPI

extension ClusterDefinition {
    /// The definition of a cluster whose defaults are filled in.
    ///
    /// - Parameters:
    ///   - cluster: as ``PerconaPGCluster/defaulted(by:)`` gives it.
    ///   - initImage: image of Egret's program, where the cluster names none.
    ///   - dnsDomain: domain of the Kubernetes cluster, where the cluster names none.
    package init(_ cluster: PerconaPGCluster, initImage: String, dnsDomain: String) {
        let spec = cluster.spec
        self.init(
            name: cluster.metadata.name ?? "", namespace: cluster.metadata.namespace ?? "", uid: cluster.metadata.uid ?? "",
            crVersion: spec.crVersion ?? "", postgresVersion: spec.postgresVersion, port: spec.port,
            images: Images(
                postgres: spec.image ?? "", pgBouncer: spec.proxy?.pgBouncer.image ?? "", pgBackRest: spec.backups.pgbackrest.image ?? "",
                initContainer: initImage))
        imagePullPolicy = spec.imagePullPolicy?.rawValue
        imagePullSecrets = spec.imagePullSecrets.map { LocalObjectReference(name: $0.name) }
        initContainer = InitContainerDefinition(spec.initContainer)
        metadata = CustomMetadata(spec.metadata)
        instanceSets = spec.instances.map(InstanceSetDefinition.init)
        pgBouncer = (spec.proxy?.pgBouncer).flatMap(PgBouncerDefinition.init)
        backups = BackupsDefinition(spec.backups)
        backups.listensOnIPv6 = cluster.metadata.annotations?["pgv2.percona.com/pgbackrest-ip-version"] == "IPv6"
        patroni = PatroniDefinition(spec.patroni)
        parameters = spec.config.parameters.mapValues(\.json)
        configFiles = spec.config.files
        authenticationRules = spec.authentication.rules.map {
            AuthenticationRule(
                hba: $0.hba, connection: $0.connection, databases: $0.databases, users: $0.users, method: $0.method,
                options: $0.options.mapValues(\.json))
        }
        users = (spec.users ?? []).map {
            UserDefinition(
                name: $0.name, databases: $0.databases, options: $0.options ?? "",
                passwordType: UserDefinition.PasswordType(rawValue: $0.password.type.rawValue) ?? .ascii, secretName: $0.secretName,
                grantsPublicSchema: $0.grantPublicSchemaAccess)
        }
        createsUserSchemas = spec.autoCreateUserSchema
        extensions = ExtensionsDefinition(spec.extensions)
        expose = ExposeDefinition(spec.expose)
        exposeReplicas = ExposeDefinition(spec.exposeReplicas)
        tls = TLSDefinition(spec.tls, spec.secrets)
        if spec.standby.enabled { standby = StandbyDefinition(host: spec.standby.host, port: spec.standby.port, repoName: spec.standby.repoName) }
        self.dnsDomain = spec.clusterServiceDNSSuffix ?? dnsDomain
        isOpenShift = spec.openshift ?? false
        tlsOnly = spec.tlsOnly
        isPaused = spec.pause
    }
}

extension CustomMetadata {
    init(_ spec: Object<MetadataSpec>) { self.init(labels: spec.labels, annotations: spec.annotations) }
}

extension InitContainerDefinition {
    init(_ spec: Object<InitContainerSpec>?) {
        self.init(
            image: spec.flatMap { $0.image.isEmpty ? nil : $0.image }, resources: spec?.resources, securityContext: spec?.containerSecurityContext)
    }
}

extension ExposeDefinition {
    init(_ spec: Object<ExposeSpec>) {
        self.init()
        type = spec.type.rawValue
        nodePort = spec.nodePort
        loadBalancerClass = spec.loadBalancerClass
        loadBalancerSourceRanges = spec.loadBalancerSourceRanges
        metadata = CustomMetadata(labels: spec.labels, annotations: spec.annotations)
    }
}

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
        scheduling.priorityClassName = spec.priorityClassName
        securityContext = spec.securityContext
        env = spec.env
        envFrom = spec.envFrom
        minAvailable = spec.minAvailable
        metadata = CustomMetadata(spec.metadata)
        initContainer = InitContainerDefinition(spec.initContainer)
        initContainers = spec.initContainers
        sidecars = SidecarsDefinition(spec.sidecars, volumes: spec.sidecarVolumes, claims: spec.sidecarPVCs)
        volumeMounts = spec.volumeMounts
        extraVolumes = spec.extraVolumes.map { volume in
            ExtraVolume(
                name: volume.name, source: volume.volumeSource,
                mounts: volume.mounts.map {
                    VolumeMount(mountPath: $0.mountPath, name: volume.name, readOnly: $0.readOnly ? true : nil, subPath: $0.subPath)
                })
        }
    }
}

extension SidecarsDefinition {
    init(_ containers: [Container], volumes: [Volume], claims: [Object<SidecarPVCSpec>]) {
        self.init()
        self.containers = containers
        self.volumes = volumes
        self.claims = claims.map { Claim(name: $0.name, spec: $0.spec) }
    }
}

extension ExtensionsDefinition {
    init(_ spec: Object<ExtensionsSpec>) {
        self.init()
        pgStatMonitor = spec.pgStatMonitor.enabled
        pgStatStatements = spec.pgStatStatements.enabled
        pgAudit = spec.pgAudit.enabled
        pgVector = spec.pgvector.enabled
        pgRepack = spec.pgRepack.enabled
        pgCron = spec.pgCron.enabled
        setUser = spec.setUser.enabled
    }
}

extension TLSDefinition {
    init(_ spec: Object<TLSSpec>, _ secrets: Object<SecretsSpec>) {
        self.init()
        customSecret = secrets.customTLSSecret
        customReplicationSecret = secrets.customReplicationTLSSecret
        customRootSecret = secrets.customRootCATLSSecret
        certificateValidity = spec.certValidityDuration.flatMap(Duration.init(goText:))
        authorityValidity = spec.caValidityDuration.flatMap(Duration.init(goText:))
        pgBackRestValidity = spec.pgBackRestCertValidityDuration.flatMap(Duration.init(goText:))
    }
}

extension Duration {
    /// A duration as Go writes it in whole units: `8760h`, `1h30m`, `45s`; nil for anything else.
    init?(goText text: String) {
        var seconds: Int64 = 0
        var number: Int64?
        for character in text {
            if let digit = character.wholeNumberValue {
                let (product, overflow) = (number ?? 0).multipliedReportingOverflow(by: 10)
                guard !overflow, product < 1 << 40 else { return nil }
                number = product + Int64(digit)
            } else {
                guard let amount = number, let unit = ["h": 3600, "m": 60, "s": 1][String(character)] as Int64? else { return nil }
                seconds += amount * unit
                number = nil
            }
        }
        guard number == nil, seconds > 0 else { return nil }
        self = .seconds(seconds)
    }
}
