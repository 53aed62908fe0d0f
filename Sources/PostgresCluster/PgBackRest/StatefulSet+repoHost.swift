public import KubernetesModel

extension StatefulSet {
    /// The repository host: serves the repositories on volumes and runs all backups. Nil without backups.
    ///
    /// - Parameters:
    ///   - replicas: 1, or 0 once no instance runs any more.
    ///   - rollOut: annotations whose change replaces the Pod.
    public static func repoHost(of cluster: ClusterDefinition, replicas: Int = 1, rollOut: [String: String] = [:]) -> StatefulSet? {
        guard cluster.backups.isEnabled else { return nil }
        let labels = cluster.repoHostSelector.merging([Label.data: "pgbackrest"]) { $1 }.merging(cluster.appLabels()) { $1 }
        let custom = cluster.pgBackRestMetadata.merging(CustomMetadata(annotations: rollOut))
        let annotations = [Annotation.defaultContainer: "pgbackrest"]
        return StatefulSet(
            metadata: .of(cluster, cluster.names.repoHost, labels: labels, custom: custom, annotations: annotations),
            spec: StatefulSetSpec(
                podManagementPolicy: "Parallel",
                replicas: replicas,
                selector: LabelSelector(matchLabels: cluster.repoHostSelector),
                serviceName: cluster.names.pods,
                template: PodTemplateSpec(
                    metadata: .template(labels: labels, custom: custom, annotations: annotations), spec: RepoHostPod(cluster: cluster).spec),
                updateStrategy: StatefulSetUpdateStrategy(type: "RollingUpdate")))
    }
}

/// The Pod of the repository host.
private struct RepoHostPod {
    let cluster: ClusterDefinition
    private var host: BackupsDefinition.RepoHost { cluster.backups.repoHost }
    private var image: String { cluster.images.pgBackRest }
    private var volumeRepos: [BackupsDefinition.Repo] { cluster.backups.repos.filter { $0.volumeClaim != nil } }
    private var repoMounts: [VolumeMount] { volumeRepos.map { VolumeMount($0.name, "/pgbackrest/\($0.name)") } }

    var spec: PodSpec {
        var pod = PodSpec(
            automountServiceAccountToken: false,
            containers: containers,
            enableServiceLinks: false,
            imagePullSecrets: cluster.imagePullSecrets.unlessEmpty,
            initContainers: initContainers,
            restartPolicy: "Always",
            securityContext: host.securityContext ?? .volumes(ownedBy: cluster.isOpenShift ? nil : PodSecurityContext.postgresGroup),
            serviceAccountName: cluster.names.pgBackRest,
            // `pgbackrest-config` signals the server.
            shareProcessNamespace: true,
            volumes: volumes)
        pod.schedule(host.scheduling, spread: TopologySpreadConstraint.spreadingData(of: cluster))
        return pod
    }

    private var initContainers: [Container] {
        var all = [
            Container.installer(
                "pgbackrest-init", in: cluster, cluster.backups.initContainer, mainResources: host.resources, mounts: [.programsToInstall, .tmp])
        ]
        if let first = volumeRepos.first {
            all.append(
                Container(
                    "pgbackrest-log-dir", image: image, in: cluster, command: ["bash", "-c", "mkdir -p /pgbackrest/\(first.name)/log"],
                    resources: host.resources, mounts: repoMounts + [.tmp]))
        }
        all.append(
            Container(
                "nss-wrapper-init", image: image, in: cluster, command: ["/opt/crunchy/bin/nss-wrapper"], resources: host.resources,
                mounts: [.tmp, .programs]))
        return all
    }

    private var containers: [Container] {
        var server = Container(
            "pgbackrest", image: image, in: cluster, command: ["pgbackrest", "server"], env: .nssWrapper, resources: host.resources,
            mounts: [PgBackRestMounts.server] + repoMounts + [PgBackRestMounts.config, .tmp])
        server.livenessProbe = Probe(exec: ExecAction("pgbackrest", "server-ping"))
        let config = Container(
            "pgbackrest-config", image: image, in: cluster, command: ["/opt/crunchy/bin/pgbackrest-config"],
            resources: cluster.backups.configResources, mounts: [PgBackRestMounts.server, PgBackRestMounts.config, .tmp, .programs])
        return ([server, config] + host.sidecars.containers).map { $0.adding(env: cluster.backups.env, from: cluster.backups.envFrom) }
    }

    private var volumes: [Volume] {
        let server = Volume.projected(
            "pgbackrest-server",
            [
                .secret(
                    cluster.names.pgBackRest,
                    [
                        KeyToPath("pgbackrest-repo-host.crt", "server-tls.crt"),
                        KeyToPath("pgbackrest-repo-host.key", "server-tls.key", mode: KeyToPath.ownerOnly),
                    ])
            ])
        let repos = volumeRepos.map { Volume.claim($0.name, cluster.claim(for: cluster.names.repoClaim($0.name))) }
        let sidecars = host.sidecars.volumes + host.sidecars.claims.map { .claim($0.name, $0.name) }
        return [server] + repos + [PgBackRestMounts.configVolume(of: cluster, for: .repoHost)] + sidecars + [.tmp(), .programs]
    }
}
