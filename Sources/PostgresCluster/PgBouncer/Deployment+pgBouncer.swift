public import KubernetesModel

extension Deployment {
    /// The pooler; nil without one.
    ///
    /// - Parameters:
    ///   - replicas: nil: as many as the custom resource says; 0 while the cluster is paused.
    ///   - rollOut: annotations whose change replaces the Pods.
    public static func pgBouncer(of cluster: ClusterDefinition, replicas: Int? = nil, rollOut: [String: String] = [:]) -> Deployment? {
        guard let pooler = cluster.pgBouncer else { return nil }
        let custom = cluster.metadata(of: pooler.metadata).merging(CustomMetadata(annotations: rollOut))
        let labels = cluster.pgBouncerLabels
        let template = ObjectMeta.template(labels: labels, custom: custom, annotations: [Annotation.defaultContainer: "pgbouncer"])
        return Deployment(
            metadata: .of(cluster, cluster.names.pgBouncer, labels: labels, custom: custom),
            spec: DeploymentSpec(
                replicas: replicas ?? pooler.replicas,
                revisionHistoryLimit: 0,
                selector: LabelSelector(matchLabels: cluster.pgBouncerSelector),
                strategy: DeploymentStrategy(rollingUpdate: RollingUpdateDeployment(maxUnavailable: 0), type: "RollingUpdate"),
                template: PodTemplateSpec(metadata: template, spec: PgBouncerPod(cluster: cluster, pooler: pooler).spec)))
    }
}

/// A Pod of the pooler.
private struct PgBouncerPod {
    let cluster: ClusterDefinition
    let pooler: PgBouncerDefinition
    private let config = VolumeMount("pgbouncer-config", "/etc/pgbouncer", readOnly: true)

    init(cluster: ClusterDefinition, pooler: PgBouncerDefinition) {
        self.cluster = cluster
        self.pooler = pooler
    }

    var spec: PodSpec {
        var pod = PodSpec(
            automountServiceAccountToken: false,
            containers: ([server, reloader] + pooler.sidecars.containers).map { $0.adding(env: pooler.env, from: pooler.envFrom) },
            enableServiceLinks: false,
            imagePullSecrets: cluster.imagePullSecrets.unlessEmpty,
            initContainers: [
                .installer(
                    "pgbouncer-init", in: cluster, InitContainerDefinition(), mainResources: pooler.resources, mounts: [.programsToInstall])
            ],
            restartPolicy: "Always",
            securityContext: pooler.securityContext ?? .volumes(ownedBy: nil),
            shareProcessNamespace: true,
            volumes: volumes)
        pod.schedule(
            pooler.scheduling, spread: TopologySpreadConstraint.spreading(LabelSelector(matchLabels: cluster.pgBouncerSelector)))
        return pod
    }

    private var environment: [EnvVar] {
        [
            EnvVar("PGBOUNCER_ADMIN_PASSWORD", secret: cluster.names.pgBouncer, key: PgBouncerSecret.adminPasswordKey),
            EnvVar("PGBOUNCER_PORT", String(pooler.port)),
        ]
    }

    private var server: Container {
        var container = Container(
            "pgbouncer", image: cluster.images.pgBouncer, in: cluster, command: ["pgbouncer", PgBouncerConfiguration.file], env: environment,
            resources: pooler.resources, mounts: [config, VolumeMount("pgbouncer-logs", "/var/logs"), .programs])
        container.ports = [ContainerPort(containerPort: pooler.port, name: "pgbouncer", protocol: "TCP")]
        container.startupProbe = Probe(
            exec: ExecAction("/opt/crunchy/bin/pgbouncer-startup"), failureThreshold: 3, periodSeconds: 10, timeoutSeconds: 35)
        return container
    }

    private var reloader: Container {
        let small = ResourceRequirements(limits: ["cpu": "5m", "memory": "16Mi"])
        let mainHasAny = !(pooler.resources?.limits ?? [:]).isEmpty || !(pooler.resources?.requests ?? [:]).isEmpty
        return Container(
            "pgbouncer-config", image: cluster.images.pgBouncer, in: cluster, command: ["/opt/crunchy/bin/pgbouncer-config"], env: environment,
            resources: pooler.configResources ?? (mainHasAny ? small : nil), mounts: [config, .programs])
    }

    private var volumes: [Volume] {
        [.projected("pgbouncer-config", configuration), .emptyDir("pgbouncer-logs"), .programs]
            + pooler.sidecars.volumes + pooler.sidecars.claims.map { .claim($0.name, $0.name) }
    }

    private var configuration: [VolumeProjection] {
        let ours = "~postgres-operator"
        let empty = VolumeProjection.configMap(cluster.names.pgBouncer, [KeyToPath("pgbouncer-empty", "pgbouncer.ini")])
        return [empty] + pooler.files + [
            .configMap(cluster.names.pgBouncer, [KeyToPath("pgbouncer.ini", "\(ours).ini")]),
            .secret(cluster.names.pgBouncer, [KeyToPath(PgBouncerSecret.usersKey, "\(ours)/users.txt")]),
            .configMap(cluster.names.pgBouncer, isOptional: true, [KeyToPath("pgbouncer-paused", "pgbouncer-paused")]),
        ] + frontend + [cluster.backendAuthority]
    }

    /// The certificate that clients see: ours, or the user's; more authorities make a bundle of our own.
    private var frontend: [VolumeProjection] {
        let authority = KeyToPath(PgBouncerSecret.authorityKey, "~postgres-operator/frontend-ca.crt")
        guard let custom = pooler.customTLSSecret, let name = custom.name else {
            return [
                .secret(
                    cluster.names.pgBouncer,
                    [
                        authority,
                        KeyToPath(PgBouncerSecret.privateKeyKey, "~postgres-operator/frontend-tls.key"),
                        KeyToPath(PgBouncerSecret.certificateKey, "~postgres-operator/frontend-tls.crt"),
                    ])
            ]
        }
        let key = { (path: String) in custom.items?.first { $0.path == path }?.key ?? path }
        var items = [
            KeyToPath(key("tls.key"), "~postgres-operator/frontend-tls.key"), KeyToPath(key("tls.crt"), "~postgres-operator/frontend-tls.crt"),
        ]
        guard pooler.additionalTrustedCAs.isEmpty else { return [.secret(name, items), .secret(cluster.names.pgBouncer, [authority])] }
        items.insert(KeyToPath(key("ca.crt"), "~postgres-operator/frontend-ca.crt"), at: 0)
        return [.secret(name, items)]
    }
}

extension ClusterDefinition {
    /// What signed the server's certificate, for the pooler to check it.
    fileprivate var backendAuthority: VolumeProjection {
        let path = "~postgres-operator/backend-ca.crt"
        guard let custom = tls.customSecret, let name = custom.name else { return .secret(names.certificate, [KeyToPath("ca.crt", path)]) }
        if let root = tls.customRootSecret?.name { return .secret(root, [KeyToPath(tls.rootCertificateKey, path)]) }
        return .secret(name, [KeyToPath(custom.items?.first { $0.path == "ca.crt" }?.key ?? "ca.crt", path)])
    }
}
