import KubernetesModel
package import PostgresAPI

extension ClusterDefinition {
    /// The cluster that a resource describes, with every default filled in.
    ///
    /// Never fails: what cannot be is refused before, by ``PerconaPGCluster/refusals()``. An image that nobody named is empty.
    package init(_ resource: PerconaPGCluster, operator settings: OperatorSettings) {
        let resource = resource.defaulted(by: settings.defaults)
        let spec = resource.spec
        self.init(
            name: resource.metadata.name ?? "", namespace: resource.metadata.namespace ?? "", uid: resource.metadata.uid ?? "",
            crVersion: resource.crVersion(orElse: settings.defaults.version), postgresVersion: spec.postgresVersion, port: spec.port,
            images: Images(
                postgres: spec.image ?? "", pgBouncer: spec.proxy?.pgBouncer.image ?? "", pgBackRest: spec.backups.pgbackrest.image ?? "",
                initContainer: settings.initImage))
        imagePullPolicy = spec.imagePullPolicy?.rawValue
        imagePullSecrets = spec.imagePullSecrets.map { LocalObjectReference(name: $0.name) }
        initContainer = InitContainerDefinition(spec.initContainer)
        metadata = CustomMetadata(spec.metadata)
        instanceSets = spec.instances.map(InstanceSetDefinition.init)
        pgBouncer = spec.proxy.flatMap { PgBouncerDefinition($0.pgBouncer) }
        backups = BackupsDefinition(spec.backups)
        backups.listensOnIPv6 = resource.metadata.annotations?["pgv2.percona.com/pgbackrest-ip-version"] == "IPv6"
        patroni = PatroniDefinition(spec.patroni)
        parameters = spec.config.parameters.mapValues(\.json)
        configFiles = spec.config.files
        authenticationRules = spec.authentication.rules.map(AuthenticationRule.init)
        users = (spec.users ?? []).map(UserDefinition.init)
        createsUserSchemas = spec.autoCreateUserSchema
        initialSQL = spec.databaseInitSQL.map { InitialSQLDefinition(configMap: $0.name, key: $0.key) }
        extensions = ExtensionsDefinition(spec.extensions)
        expose = ExposeDefinition(spec.expose)
        exposeReplicas = ExposeDefinition(spec.exposeReplicas)
        tls = TLSDefinition(spec.tls, spec.secrets)
        standby = spec.standby.enabled ? StandbyDefinition(spec.standby) : nil
        dataSource = spec.dataSource.flatMap { DataSourceDefinition($0, namespace: resource.metadata.namespace ?? "") }
        volumeSources = VolumeSourcesDefinition(spec.dataSource?.volumes)
        dnsDomain = spec.clusterServiceDNSSuffix.nonEmpty ?? settings.dnsDomain
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
        self.init(image: (spec?.image).nonEmpty, resources: spec?.resources, securityContext: spec?.containerSecurityContext)
    }
}

extension ExposeDefinition {
    init(_ spec: Object<ExposeSpec>) {
        type = spec.type.rawValue
        nodePort = spec.nodePort
        loadBalancerClass = spec.loadBalancerClass
        loadBalancerSourceRanges = spec.loadBalancerSourceRanges
        metadata = CustomMetadata(labels: spec.labels, annotations: spec.annotations)
    }
}

extension StandbyDefinition {
    init(_ spec: Object<StandbySpec>) {
        self.init(
            host: spec.host.nonEmpty, port: spec.port, repoName: spec.repoName.nonEmpty,
            maximumLag: spec.maxAcceptableLag.map { UInt64(clamping: $0.value) })
    }
}

extension TLSDefinition {
    init(_ spec: Object<TLSSpec>, _ secrets: Object<SecretsSpec>) {
        customSecret = secrets.customTLSSecret
        customReplicationSecret = secrets.customReplicationTLSSecret
        customRootSecret = secrets.customRootCATLSSecret
        certificateValidity = spec.certValidityDuration.flatMap(GoDuration.parse)
        authorityValidity = spec.caValidityDuration.flatMap(GoDuration.parse)
        pgBackRestValidity = spec.pgBackRestCertValidityDuration.flatMap(GoDuration.parse)
    }
}

extension PatroniDefinition {
    init(_ spec: Object<PatroniSpec>) {
        dynamicConfiguration = spec.dynamicConfiguration
        leaderLeaseDurationSeconds = spec.leaderLeaseDurationSeconds
        syncPeriodSeconds = spec.syncPeriodSeconds
        port = spec.port
        createReplicaMethods = spec.createReplicaMethods.map(\.rawValue).unlessEmpty
        removesDataDirectoryOnDivergedTimelines = spec.removeDataDirectoryOnDivergedTimelines
    }
}

extension AuthenticationRule {
    init(_ spec: Object<AuthenticationRuleSpec>) {
        self.init(
            hba: spec.hba.nonEmpty, connection: spec.connection, databases: spec.databases, users: spec.users, method: spec.method,
            options: spec.options.mapValues(\.json))
    }
}

extension ExtensionsDefinition {
    init(_ spec: Object<ExtensionsSpec>) {
        pgStatMonitor = spec.pgStatMonitor.enabled
        pgStatStatements = spec.pgStatStatements.enabled
        pgAudit = spec.pgAudit.enabled
        pgVector = spec.pgvector.enabled
        pgRepack = spec.pgRepack.enabled
        pgCron = spec.pgCron.enabled
        setUser = spec.setUser.enabled
    }
}

extension UserDefinition {
    init(_ spec: Object<UserSpec>) {
        self.init(
            name: spec.name, databases: spec.databases, options: spec.options ?? "",
            passwordType: PasswordType(rawValue: spec.password.type.rawValue) ?? .ascii, secretName: spec.secretName.nonEmpty,
            grantsPublicSchema: spec.grantPublicSchemaAccess)
    }
}

extension String? {
    /// The text unless it is empty, which means unset in these resources.
    package var nonEmpty: String? { flatMap { $0.isEmpty ? nil : $0 } }
}
