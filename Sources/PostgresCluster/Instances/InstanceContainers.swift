import KubernetesModel

/// The containers of an instance's Pod.
struct InstanceContainers {
    let cluster: ClusterDefinition
    let instance: Instance
    private var set: InstanceSetDefinition { instance.set }
    private var paths: DataPaths { DataPaths(cluster, set) }
    private var image: String { cluster.images.postgres }

    var initial: [Container] {
        let installer = Container.installer(
            "database-init", in: cluster, set.initContainer, mainResources: set.resources, mounts: [.programsToInstall, .tmp])
        return [installer, startup] + set.initContainers + [nssWrapper]
    }

    var main: [Container] {
        var containers = [database, certificateCopy] + set.sidecars.containers
        if cluster.backups.isEnabled { containers += [pgBackRest, pgBackRestConfig] }
        return containers.map { $0.adding(env: set.env, from: set.envFrom) }
    }

    private var startup: Container {
        let mounts = InstanceMounts(cluster: cluster, set: set)
        return Container(
            "postgres-startup", image: image, in: cluster,
            command: [
                "/opt/crunchy/bin/postgres-startup", "startup", String(cluster.postgresVersion), paths.walDirectory, DataPaths.pgBackRestLogs,
            ],
            env: environment.postgres, resources: set.resources,
            mounts: [mounts.certificates, mounts.data] + mounts.tablespaces + mounts.wal + [.tmp, .programs])
    }

    private var nssWrapper: Container {
        Container(
            "nss-wrapper-init", image: image, in: cluster, command: ["/opt/crunchy/bin/nss-wrapper"], resources: set.resources,
            mounts: [.tmp, .programs])
    }

    private var database: Container {
        var container = Container(
            "database", image: image, in: cluster, command: ["/opt/crunchy/bin/postgres-entrypoint.sh", "patroni", "/etc/patroni"],
            env: environment.database, resources: set.resources, mounts: InstanceMounts(cluster: cluster, set: set).database)
        container.ports = [ContainerPort(containerPort: cluster.port, name: "postgres", protocol: "TCP")]
        container.livenessProbe = probe("/opt/crunchy/bin/postgres-liveness-check.sh")
        container.readinessProbe = probe("/opt/crunchy/bin/postgres-readiness-check.sh")
        container.lifecycle = Lifecycle(preStop: LifecycleHandler(exec: ExecAction("/opt/crunchy/bin/pre-stop")))
        return container
    }

    /// Fails once for each cycle of Patroni that fits into the leader's lease.
    private func probe(_ command: String) -> Probe {
        let period = max(cluster.patroni.syncPeriodSeconds, 1)
        return Probe(
            exec: ExecAction(command),
            failureThreshold: max(cluster.patroni.leaderLeaseDurationSeconds / period, 1),
            initialDelaySeconds: 3,
            periodSeconds: period,
            successThreshold: 1,
            timeoutSeconds: max(period / 2, 1))
    }

    private var certificateCopy: Container {
        let mounts = InstanceMounts(cluster: cluster, set: set)
        return Container(
            "replication-cert-copy", image: image, in: cluster, command: ["/opt/crunchy/bin/replication-cert-copy"], env: environment.patroniPort,
            resources: set.certificateCopyResources, mounts: [mounts.certificates, mounts.data, .tmp, mounts.patroni, .programs])
    }

    private var pgBackRest: Container {
        let mounts = InstanceMounts(cluster: cluster, set: set)
        var container = Container(
            "pgbackrest", image: cluster.images.pgBackRest, in: cluster, command: ["/opt/crunchy/bin/pgbackrest-server"], env: .nssWrapper,
            resources: cluster.backups.serverResources,
            mounts: [PgBackRestMounts.server, mounts.data] + mounts.tablespaces + mounts.wal + [PgBackRestMounts.config, .tmp, .programs])
        container.livenessProbe = Probe(exec: ExecAction("pgbackrest", "server-ping"))
        return container
    }

    private var pgBackRestConfig: Container {
        Container(
            "pgbackrest-config", image: cluster.images.pgBackRest, in: cluster, command: ["/opt/crunchy/bin/pgbackrest-config"],
            resources: cluster.backups.configResources, mounts: [PgBackRestMounts.server, PgBackRestMounts.config, .tmp, .programs])
    }

    private var environment: InstanceEnvironment { InstanceEnvironment(cluster: cluster, dataDirectory: paths.dataDirectory) }
}

/// What containers of an instance see in their environment.
///
/// - Source: Percona operator 3.1.0, order included.
struct InstanceEnvironment {
    let cluster: ClusterDefinition
    let dataDirectory: String

    var postgres: [EnvVar] {
        [
            EnvVar("PGDATA", dataDirectory),
            EnvVar("PGHOST", DataPaths.socketDirectory),
            EnvVar("PGPORT", String(cluster.port)),
            EnvVar("KRB5_CONFIG", "/etc/postgres/krb5.conf"),
            EnvVar("KRB5RCACHEDIR", "/tmp"),
            EnvVar("LDAPTLS_CACERT", "/etc/postgres/ldap/ca.crt"),
            EnvVar("LC_ALL", "en_US.utf-8"),
            EnvVar("LANG", "en_US.utf-8"),
        ]
    }

    var database: [EnvVar] { postgres + patroni + .nssWrapper }

    /// Tells Patroni's port to containers that only speak to it. The usual one need not be told.
    var patroniPort: [EnvVar] { cluster.patroni.port == PatroniDefinition.usualPort ? [] : [patroniListens] }

    private var patroniListens: EnvVar { EnvVar("PATRONI_RESTAPI_LISTEN", "*:\(cluster.patroni.port)") }

    private var patroni: [EnvVar] {
        let port = cluster.patroni.port
        let ports: JSONValue = [["name": "postgres", "port": .integer(Int64(cluster.port)), "protocol": "TCP"]]
        return [
            EnvVar("PATRONI_NAME", field: "metadata.name"),
            EnvVar("PATRONI_KUBERNETES_POD_IP", field: "status.podIP"),
            EnvVar("PATRONI_KUBERNETES_PORTS", ports.yaml),
            EnvVar("PATRONI_POSTGRESQL_CONNECT_ADDRESS", "$(PATRONI_NAME).\(cluster.names.pods):\(cluster.port)"),
            EnvVar("PATRONI_POSTGRESQL_LISTEN", "*:\(cluster.port)"),
            EnvVar("PATRONI_POSTGRESQL_CONFIG_DIR", dataDirectory),
            EnvVar("PATRONI_POSTGRESQL_DATA_DIR", dataDirectory),
            EnvVar("PATRONI_RESTAPI_CONNECT_ADDRESS", "$(PATRONI_NAME).\(cluster.names.pods):\(port)"),
            patroniListens,
            EnvVar("PATRONICTL_CONFIG_FILE", "/etc/patroni"),
        ]
    }
}
