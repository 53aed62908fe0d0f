import KubernetesModel

extension PerconaPGCluster {
    /// What a cluster asks for that cannot be, although schema and rules let it pass.
    ///
    /// Asked of a cluster with its defaults filled in (``defaulted(by:)``), so that a missing image is seen. Whatever needs a look at other
    /// objects, at Secrets and at running instances, is not asked here.
    ///
    /// - Source: Percona operator 3.1.0, validation in code; images, repositories and lengths of names are ours.
    package func refusals() -> [Problem] {
        images() + backups() + schedules() + drills() + dataSource() + extensions() + replicas() + standby() + services() + certificates() + names()
    }

    private func images() -> [Problem] {
        var problems: [Problem] = []
        func need(_ image: String?, _ path: FieldPath, _ variable: String, _ product: String) {
            guard image == nil else { return }
            problems.append(
                Problem(.missing, at: path, "is required", remedy: "this operator was given no image for \(product) (\(variable)), so name one"))
        }
        let version = spec.postgresVersion
        need(spec.image, "spec.image", "RELATED_IMAGE_POSTGRES_\(version)", "PostgreSQL \(version)")
        if let proxy = spec.proxy { need(proxy.pgBouncer.image, "spec.proxy.pgBouncer.image", "RELATED_IMAGE_PGBOUNCER", "PgBouncer") }
        if spec.backups.enabled || spec.dataSource != nil {
            need(spec.backups.pgbackrest.image, "spec.backups.pgbackrest.image", "RELATED_IMAGE_PGBACKREST", "pgBackRest")
        }
        return problems
    }

    private func backups() -> [Problem] {
        guard spec.backups.enabled else { return [] }
        return spec.backups.pgbackrest.repos.enumerated().flatMap { position, repo -> [Problem] in
            let kinds = ["volume", "s3", "gcs", "azure"].filter { repo.json[$0].map { !$0.isNull } ?? false }
            let path = FieldPath("spec.backups.pgbackrest.repos").index(position)
            if kinds.isEmpty { return [Problem(.missing, at: path, "does not say where it is kept", remedy: "give volume, s3, gcs or azure")] }
            return kinds.count == 1 ? [] : [Problem(.rule, at: path, "is kept in \(kinds.joined(separator: " and "))", remedy: "give one of them")]
        }
    }

    private func schedules() -> [Problem] {
        guard spec.backups.enabled else { return [] }
        return spec.backups.pgbackrest.repos.enumerated().flatMap { position, repo -> [Problem] in
            let path = FieldPath("spec.backups.pgbackrest.repos").index(position).key("schedules")
            let texts = [
                ("full", repo.schedules?.full), ("differential", repo.schedules?.differential), ("incremental", repo.schedules?.incremental),
            ]
            return texts.compactMap { name, text in Self.problem(ofSchedule: text, at: path.key(name)) }
        }
    }

    private static func problem(ofSchedule text: String?, at path: FieldPath) -> Problem? {
        guard let text, !text.isEmpty else { return nil }
        do throws(CronSchedule.InvalidText) {
            _ = try CronSchedule(parsing: text)
            return nil
        } catch {
            return Problem(
                .outOfBounds, at: path, "is not a cron schedule, \(error.problem): is \"\(text)\"",
                remedy: "give minute, hour, day, month and day of the week, for example \"0 1 * * 6\", or @daily")
        }
    }

    private func drills() -> [Problem] {
        guard spec.backups.enabled, let drills = spec.backups.drills else { return [] }
        let path = FieldPath("spec.backups.drills")
        var problems = [Self.problem(ofSchedule: drills.schedule, at: path.key("schedule"))].compactMap(\.self)
        let repos = spec.backups.pgbackrest.repos.map(\.name)
        if let repo = drills.repoName, !repos.contains(repo) {
            problems.append(
                Problem(
                    .rule, at: path.key("repoName"), "is \(repo), which is not in spec.backups.pgbackrest.repos",
                    remedy: "name one of \(repos.joined(separator: ", "))"))
        }
        if drills.checks.heapAllIndexed, !drills.checks.amcheck {
            problems.append(
                Problem(
                    .rule, at: path.key("checks").key("heapAllIndexed"), "has no meaning without amcheck",
                    remedy: "set spec.backups.drills.checks.amcheck to true, or leave it out"))
        }
        return problems
    }

    /// A cluster must not be made from itself, nor archive into what it is made from.
    private func dataSource() -> [Problem] {
        var problems: [Problem] = []
        if let source = spec.dataSource?.postgresCluster {
            let path = FieldPath("spec.dataSource.postgresCluster.clusterName")
            let namespace = (source.clusterNamespace ?? "").isEmpty ? metadata.namespace : source.clusterNamespace
            if (source.clusterName ?? "").isEmpty || (source.clusterName == metadata.name && namespace == metadata.namespace) {
                problems.append(
                    Problem(.rule, at: path, "is this cluster itself", remedy: "name another cluster, or restore in place by a PerconaPGRestore"))
            }
        }
        problems += volumes()
        guard let source = spec.dataSource?.pgbackrest, spec.backups.enabled else { return problems }
        if source.repo.volume != nil {
            problems.append(
                Problem(
                    .rule, at: "spec.dataSource.pgbackrest.repo.volume", "cannot be read without its cluster",
                    remedy: "use spec.dataSource.postgresCluster, or a bucket"))
        }
        let path = source.global["\(source.repo.name)-path"]
        for (position, repo) in spec.backups.pgbackrest.repos.enumerated() {
            let ours = spec.backups.pgbackrest.global["\(repo.name)-path"]
            let isSamePlace =
                repo.s3?.bucket == source.repo.s3?.bucket && repo.s3?.endpoint == source.repo.s3?.endpoint
                && repo.gcs?.bucket == source.repo.gcs?.bucket && repo.azure?.container == source.repo.azure?.container && repo.volume == nil
            guard isSamePlace, (ours ?? "/pgbackrest/\(repo.name)") == (path ?? "/pgbackrest/\(source.repo.name)") else { continue }
            problems.append(
                Problem(
                    .rule, at: FieldPath("spec.backups.pgbackrest.repos").index(position),
                    "is where the backups of spec.dataSource are, which must not be written to",
                    remedy: "give it another path by spec.backups.pgbackrest.global.\(repo.name)-path"))
        }
        return problems
    }

    /// Volumes that a cluster starts with must be of a place that it has.
    private func volumes() -> [Problem] {
        guard let volumes = spec.dataSource?.volumes else { return [] }
        let path = FieldPath("spec.dataSource.volumes")
        let given = [("pgDataVolume", volumes.pgDataVolume), ("pgWALVolume", volumes.pgWALVolume), ("pgBackRestVolume", volumes.pgBackRestVolume)]
            .compactMap { name, volume in volume.map { (name, $0) } }
        var problems: [Problem] = []
        var seen: [String: String] = [:]
        if !given.isEmpty, spec.dataSource?.pgbackrest != nil || spec.dataSource?.postgresCluster != nil {
            problems.append(Problem(.rule, at: path, "is given together with another data source", remedy: "take one of the two away"))
        }
        for (name, volume) in given {
            if let other = seen[volume.pvcName] {
                problems.append(Problem(.duplicate, at: path.key(name).key("pvcName"), "is the claim of \(other), too", remedy: "name another one"))
            }
            seen[volume.pvcName] = name
            let directory = volume.directory ?? ""
            if directory.hasPrefix("/") || directory.split(separator: "/").contains("..") {
                problems.append(
                    Problem(
                        .outOfBounds, at: path.key(name).key("directory"), "must be a path on the volume, is \"\(directory)\"",
                        remedy: "give it without / at its beginning and without .."))
            }
        }
        if volumes.pgWALVolume != nil, volumes.pgDataVolume == nil || spec.instances.first?.walVolumeClaimSpec == nil {
            problems.append(
                Problem(
                    .rule, at: path.key("pgWALVolume"), "needs a place to go",
                    remedy: "give pgDataVolume and spec.instances[0].walVolumeClaimSpec, too"))
        }
        let takesRepository = spec.backups.enabled && spec.backups.pgbackrest.repos.contains { $0.name == "repo1" && $0.volume != nil }
        if volumes.pgBackRestVolume != nil, !takesRepository {
            problems.append(
                Problem(
                    .rule, at: path.key("pgBackRestVolume"), "becomes repo1, which is no volume here",
                    remedy: "give repo1 of spec.backups.pgbackrest.repos a volume"))
        }
        return problems
    }

    private func extensions() -> [Problem] {
        var problems: [Problem] = []
        if spec.extensions.pgStatMonitor.enabled, spec.extensions.pgStatStatements.enabled {
            problems.append(
                Problem(.rule, at: "spec.extensions", "pg_stat_monitor and pg_stat_statements are both enabled", remedy: "enable one of them"))
        }
        if spec.extensions.storage?.secret != nil, !spec.extensions.custom.isEmpty, (spec.extensions.image ?? "").isEmpty {
            problems.append(Problem(.missing, at: "spec.extensions.image", "is required for custom extensions"))
        }
        if let level = spec.patroni.dynamicConfiguration[path: "postgresql", "parameters", "wal_level"]?.string, level != "logical",
            level != "replica"
        {
            problems.append(
                Problem(
                    .outOfBounds, at: "spec.patroni.dynamicConfiguration.postgresql.parameters.wal_level",
                    "must be logical or replica, is \"\(level)\""))
        }
        return problems
    }

    private func replicas() -> [Problem] {
        let sets = Set(spec.instances.map(\.name))
        var problems = spec.logicalReplicas.enumerated().compactMap { position, replica in
            sets.contains(replica.name)
                ? Problem(
                    .duplicate, at: FieldPath("spec.logicalReplicas").index(position).key("name"),
                    "must not be the name of an instance set, is \"\(replica.name)\"")
                : nil
        }
        if let switchover = spec.patroni.switchover, switchover.enabled {
            if spec.instances.reduce(0, { $0 + $1.replicas }) < 2 {
                problems.append(Problem(.rule, at: "spec.patroni.switchover", "needs a second instance"))
            }
            if switchover.type == .failover, (switchover.targetInstance ?? "").isEmpty {
                problems.append(Problem(.missing, at: "spec.patroni.switchover.targetInstance", "is required for a failover"))
            }
        }
        return problems
    }

    private func standby() -> [Problem] {
        let standby = spec.standby
        guard standby.enabled else { return [] }
        let host = standby.host ?? ""
        let repo = standby.repoName ?? ""
        if host.isEmpty, repo.isEmpty {
            return [Problem(.missing, at: "spec.standby", "does not say what to follow", remedy: "give host, repoName, or both")]
        }
        var problems: [Problem] = []
        if spec.dataSource?.json.object?.isEmpty == false {
            problems.append(
                Problem(
                    .rule, at: "spec.standby", "cannot be enabled together with spec.dataSource",
                    remedy: "a standby cluster is made from what it follows: take one of the two away"))
        }
        let repos = spec.backups.enabled ? spec.backups.pgbackrest.repos.map(\.name) : []
        if !repo.isEmpty, !repos.contains(repo) {
            problems.append(
                Problem(
                    .rule, at: "spec.standby.repoName", "is not among spec.backups.pgbackrest.repos, is \"\(repo)\"",
                    remedy: repos.isEmpty ? "enable backups, and describe the source's repository there" : "use \(repos.joined(separator: ", "))"))
        }
        let secrets = spec.secrets
        if !host.isEmpty, secrets.customRootCATLSSecret == nil, secrets.customReplicationTLSSecret == nil {
            problems.append(
                Problem(
                    .missing, at: "spec.secrets", "needs a certificate that the source at spec.standby.host lets in",
                    remedy: "name a copy of the source's authority in customRootCATLSSecret, or its certificates in customTLSSecret and "
                        + "customReplicationTLSSecret"))
        }
        return problems
    }

    private func services() -> [Problem] {
        let services: [(FieldPath, Object<ExposeSpec>?)] = [
            ("spec.expose", spec.expose), ("spec.exposeReplicas", spec.exposeReplicas),
            ("spec.proxy.pgBouncer.expose", spec.proxy?.pgBouncer.expose),
        ]
        return services.compactMap { path, service in
            guard let service, service.nodePort != nil, service.type == .clusterIP else { return nil }
            return Problem(.rule, at: path.key("nodePort"), "has no meaning with type ClusterIP", remedy: "use type NodePort or LoadBalancer")
        }
    }

    private func certificates() -> [Problem] {
        let secrets: [(FieldPath, SecretProjection?)] = [
            ("spec.secrets.customReplicationTLSSecret", spec.secrets.customReplicationTLSSecret),
            ("spec.secrets.customRootCATLSSecret", spec.secrets.customRootCATLSSecret),
            ("spec.secrets.customTLSSecret", spec.secrets.customTLSSecret),
            ("spec.proxy.pgBouncer.customTLSSecret", spec.proxy?.pgBouncer.customTLSSecret),
        ]
        let unnamed = secrets.compactMap { path, secret -> Problem? in
            guard let secret, (secret.name ?? "").isEmpty else { return nil }
            return Problem(.missing, at: path.key("name"), "is required", remedy: "the name of the Secret with the certificate")
        }
        return unnamed + certificatePair()
    }

    /// Server and members check each other's certificates by one authority: both come from the user's, or both from the operator's.
    private func certificatePair() -> [Problem] {
        guard spec.secrets.customRootCATLSSecret == nil else { return [] }
        func missing(_ path: FieldPath, _ other: String, _ name: String) -> Problem {
            Problem(
                .missing, at: path, "is required beside \(other)",
                remedy: "give a Secret with \(name) from the same authority, or the authority itself in spec.secrets.customRootCATLSSecret")
        }
        switch (spec.secrets.customTLSSecret, spec.secrets.customReplicationTLSSecret) {
        case (.some, nil):
            return [missing("spec.secrets.customReplicationTLSSecret", "customTLSSecret", "a client certificate for _crunchyrepl")]
        case (nil, .some): return [missing("spec.secrets.customTLSSecret", "customReplicationTLSSecret", "a server certificate")]
        case (nil, nil), (.some, .some): return []
        }
    }

    private func names() -> [Problem] {
        var problems: [Problem] = []
        let cluster = metadata.name ?? ""
        var seen: [String: Int] = [:]
        for (position, set) in spec.instances.enumerated() {
            let path = FieldPath("spec.instances").index(position).key("name")
            if let first = seen[set.name] {
                problems.append(
                    Problem(.duplicate, at: path, "is \"\(set.name)\" as that of spec.instances[\(first)]", remedy: "give each set a name of its own")
                )
            }
            seen[set.name] = position
            // CLUSTER-SET-xxxx names a StatefulSet, whose label controller-revision-hash adds 11 characters of at most 63.
            let length = cluster.utf8.count + set.name.utf8.count + 6
            if length > 52 {
                problems.append(
                    Problem(.outOfBounds, at: path, "has \(length - 6) characters together with the cluster's name", remedy: "use at most 46"))
            }
        }
        return problems
    }
}
