import KubernetesModel

@testable import PostgresCluster

/// Snapshots of a cluster `c` with one set `i`, as tests change them.
enum PlanExample {
    static let now = Timestamp(secondsSince1970: 1_800_000_000)

    static func definition(replicas: Int = 3) -> ClusterDefinition {
        var definition = ClusterDefinition(
            name: "c", namespace: "ns", uid: "u1", crVersion: "3.1.0", postgresVersion: 17,
            images: .init(postgres: "postgres:17", pgBouncer: "pgbouncer", pgBackRest: "pgbackrest", initContainer: "operator"))
        let claim = PersistentVolumeClaimSpec(accessModes: ["ReadWriteOnce"], resources: VolumeResourceRequirements(requests: ["storage": "1Gi"]))
        definition.instanceSets = [InstanceSetDefinition(name: "i", replicas: replicas, dataVolumeClaim: claim)]
        definition.pgBouncer = PgBouncerDefinition()
        definition.backups.repos = [.init(name: "repo1", storage: .volume(claim))]
        return definition
    }

    /// A cluster of which nothing exists yet.
    static func new(replicas: Int = 3) -> ClusterSnapshot {
        let metadata = ObjectMeta(generation: 1, name: "c", namespace: "ns", resourceVersion: "1", uid: "u1")
        return ClusterSnapshot(now: now, definition: definition(replicas: replicas), resource: ClusterResource(metadata: metadata))
    }

    /// A cluster in which everything runs: the first instance by name leads.
    static func running(replicas: Int = 3) -> ClusterSnapshot {
        var cluster = new(replicas: replicas)
        cluster.settle()
        return cluster
    }
}

extension ClusterSnapshot {
    /// Carries out what is planned, as an API server, controllers, Patroni and the executor would, until nothing is left to do.
    ///
    /// - Returns: how many rounds it took; more than 20 means that it never ends.
    @discardableResult mutating func settle() -> Int {
        for round in 1...20 {
            let plan = Planner().plan(self)
            let before = self
            carryOut(plan)
            pretendToRun()
            resource.status = plan.status ?? resource.status
            let remembered = [String: String](json: resource.status["revisions"] ?? .null) ?? [:]
            // What an action noted is newer than the status; what only the status has, the operator reads there.
            for (key, value) in remembered where key.hasPrefix("recorded.") || key == "followed" { knowledge.revisions[key] = value }
            if plan.changesNothing, isSame(as: before) { return round }
        }
        return 21
    }

    private func isSame(as other: ClusterSnapshot) -> Bool {
        statefulSets == other.statefulSets && pods == other.pods && secrets == other.secrets && endpoints == other.endpoints
            && resource.status == other.resource.status && backups == other.backups && jobs == other.jobs
    }

    mutating func carryOut(_ plan: Plan) {
        for step in plan.secrets {
            let keys = [
                "root.crt", "root.key", "tls.crt", "tls.key", "ca.crt", "dns.crt", "dns.key", "patroni.ca-roots", "patroni.crt-combined",
                "pgbackrest-server.crt", "pgbackrest-server.key", "pgbackrest.ca-roots", "pgbackrest-client.crt", "pgbackrest-client.key",
                "pgbackrest-repo-host.crt", "pgbackrest-repo-host.key", "pgbouncer-password", "pgbouncer-verifier", "pgbouncer-users.txt",
                "pgbouncer-admin-password", "pgbouncer-frontend.ca-roots", "pgbouncer-frontend.crt", "pgbouncer-frontend.key", "user", "password",
                "verifier", "host", "port",
            ]
            var labels = [Label.cluster: "c"]
            if case .user = step.subject { labels[Label.role] = "pguser" }
            if case .instanceCertificates = step.subject { labels[Label.instanceSet] = "i" }
            var annotations = ["egret.dev/inputs": step.inputs, "egret.dev/password": "d"]
            if step.subject == .certificateAuthority {
                annotations["egret.dev/renew-after"] = now.adding(.seconds(1_000_000)).description
            } else {
                annotations["egret.dev/issuer"] = "d"
                annotations["egret.dev/trust"] = SecretInputs.trust(of: ["root.crt": "d"])
            }
            secrets[step.key.name] = SecretDigest(
                metadata: ObjectMeta(
                    annotations: annotations, labels: labels,
                    name: step.key.name, namespace: "ns", resourceVersion: "1", uid: "secret-\(step.key.name)"),
                keys: Dictionary(keys.map { ($0, "d") }, uniquingKeysWith: { $1 }))
        }
        for object in plan.objects { put(object) }
        for deletion in plan.endings + plan.deletions { remove(deletion) }
        for action in plan.actions { carryOut(action.action) }
    }

    private mutating func put(_ object: DesiredObject) {
        var json = object.rendering
        json[path: ["metadata", "uid"]] = .string("uid-\(object.key.name)")
        json[path: ["metadata", "resourceVersion"]] = "1"
        json[path: ["metadata", "generation"]] = 1
        let name = object.key.name
        switch object.type {
        case StatefulSet.resourceType: statefulSets[name] = StatefulSet(json: json)
        case Deployment.resourceType: deployments[name] = Deployment(json: json)
        case Service.resourceType:
            var service = Service(json: json)
            if service.spec?.clusterIP == nil { service.spec?.clusterIP = "10.96.0.1" }
            services[name] = service
        case PersistentVolumeClaim.resourceType: claims[name] = PersistentVolumeClaim(json: json)
        case ConfigMap.resourceType: configMaps[name] = ConfigMap(json: json)
        case PodDisruptionBudget.resourceType: budgets[name] = PodDisruptionBudget(json: json)
        case Job.resourceType:
            var job = Job(json: json)
            job.status = jobs[name]?.status
            job.metadata.creationTimestamp = jobs[name]?.metadata.creationTimestamp ?? now
            jobs[name] = job
        default: break
        }
    }

    private mutating func remove(_ deletion: Deletion) {
        let name = deletion.key.name
        switch deletion.type {
        case StatefulSet.resourceType:
            statefulSets[name] = nil
            pods.removeAll { $0.metadata.labels?[Label.instance] == name }
        case Service.resourceType: services[name] = nil
        case Deployment.resourceType: deployments[name] = nil
        case ConfigMap.resourceType: configMaps[name] = nil
        case PodDisruptionBudget.resourceType: budgets[name] = nil
        case PersistentVolumeClaim.resourceType: claims[name] = nil
        case Endpoints.resourceType: endpoints[name] = nil
        case Secret.resourceType: secrets[name] = nil
        case Job.resourceType: jobs[name] = nil
        case BackupResource.type:
            if backups[name]?.finalizers.isEmpty == false { backups[name]?.metadata.deletionTimestamp = now } else { backups[name] = nil }
        case Pod.resourceType: pods.removeAll { $0.metadata.name == name }
        default: break
        }
    }

    private mutating func carryOut(_ action: Action) {
        switch action {
        case .setFinalizers(let finalizers, _): resource.metadata.finalizers = finalizers
        case .createStanza(let step): knowledge.noteStanzas(of: step, emptyBefore: Set(step.lost.keys), at: now)
        case .deleteStanza(let deletion): knowledge.revisions["deletedStanza"] = deletion.revision
        case .remember(let changes): for (key, value) in changes { knowledge.revisions[key] = value }
        case .sql(let step): knowledge.revisions[step.subject.rawValue] = step.revision
        case .probeWrite(_, _, _, _, let revision): knowledge.revisions["writeProbe"] = revision
        // A source that does not answer.
        case .askStandby: knowledge.standby = StandbyFacts(at: now, received: 1000, replayed: 1000, problem: "no route")
        case .readSettings(_, _, let image): knowledge.settings[image] = PostgresSettings([:])
        case .configurePatroni(let configuration, let key, _):
            endpoints[key.name]?.metadata.annotations?["config"] = configuration.text
        case .create(RestoreResource.type, let key, let object):
            restores[key.name] = RestoreResource(
                metadata: ObjectMeta(json: object["metadata"] ?? .null).with(uid: "uid-\(key.name)"), spec: object["spec"] ?? .null)
        case .create(_, let key, let object):
            guard backups[key.name] == nil else { return }
            backups[key.name] = BackupResource(
                metadata: ObjectMeta(json: object["metadata"] ?? .null).with(uid: "uid-\(key.name)"), spec: object["spec"] ?? .null)
            backups[key.name]?.metadata.creationTimestamp = now
        case .writeStatus(BackupResource.type, let key, let status): backups[key.name]?.status = status
        case .writeStatus(_, let key, let status):
            let present = restores[key.name]?.status ?? .emptyObject
            restores[key.name]?.status = .object((present.object ?? [:]).merging(status.object ?? [:]) { $1 }.filter { !$0.value.isNull })
        case .readBackups(_, _, let repo, let subject):
            knowledge.settled.insert(subject)
            let taken = backups.values.filter { $0.repoName == repo && hasBegun($0) && $0.storedLabel == nil }
            knowledge.storedBackups[repo, default: []] += taken.sorted { $0.name < $1.name }.map {
                StoredBackup(
                    label: "\($0.name)-F", type: "full", deltaBytes: 1,
                    annotations: ["percona.com/backup-name": $0.name, "percona.com/backup-job-name": jobName(of: $0)])
            }
        case .markArchive(let mark):
            knowledge.archiveMarks = [mark.drill: knowledge.archiveMarks[mark.drill] ?? .archived(WALPosition(bytes: 0x500_0028))]
        case .endBackup(let backup): knowledge.settled.insert(backup.subject)
        case .expireBackup(_, _, let repo, let label, _): knowledge.storedBackups[repo]?.removeAll { $0.label == label }
        case .editMetadata(let type, let key, let edit, _): self.edit(type, key.name, edit)
        case .scale(_, let key, let replicas): statefulSets[key.name]?.spec?.replicas = replicas
        default: break
        }
    }

    private mutating func edit(_ type: ResourceType, _ name: String, _ edit: MetadataEdit) {
        if type == BackupResource.type {
            if let finalizers = edit.finalizers { backups[name]?.metadata.finalizers = finalizers }
            if backups[name]?.isDeleting == true, backups[name]?.finalizers.isEmpty == true { backups[name] = nil }
        } else if type == Job.resourceType {
            if let finalizers = edit.finalizers { jobs[name]?.metadata.finalizers = finalizers }
            // What loses the cluster's label is not seen any more.
            if edit.labels.keys.contains(Label.cluster) { jobs[name] = nil }
        } else if type == PersistentVolumeClaim.resourceType, var claim = sourceClaims[name] {
            claim.metadata.labels = (claim.metadata.labels ?? [:]).merging(edit.labels.compactMapValues(\.self)) { $1 }
            claim.metadata.annotations = (claim.metadata.annotations ?? [:]).merging(edit.annotations.compactMapValues(\.self)) { $1 }
            claims[name] = claim
        }
    }

    /// What controllers, kubelet and Patroni would do.
    mutating func pretendToRun() {
        for (name, set) in statefulSets {
            let replicas = set.spec?.replicas ?? 0
            statefulSets[name]?.status = StatefulSetStatus(
                observedGeneration: set.metadata.generation, readyReplicas: replicas, replicas: replicas, updateRevision: "r1")
            guard set.metadata.labels?[Label.data] == "postgres" else { continue }
            if replicas == 0 {
                pods.removeAll { $0.metadata.labels?[Label.instance] == name }
            } else if !pods.contains(where: { $0.metadata.labels?[Label.instance] == name }) {
                pods.append(.instance(name, set: set.metadata.labels?[Label.instanceSet] ?? ""))
            }
        }
        for (name, deployment) in deployments {
            let replicas = deployment.spec?.replicas ?? 0
            deployments[name]?.status = DeploymentStatus(readyReplicas: replicas, replicas: replicas)
        }
        // How a drill ends is for its tests to say.
        for name in jobs.keys where jobs[name]?.isDrill == false {
            jobs[name]?.status = JobStatus(conditions: [JobCondition(status: "True", type: "Complete")])
        }
        elect()
    }

    private mutating func elect() {
        let members = pods.filter { $0.metadata.labels?[Label.data] == "postgres" }.sorted { $0.key < $1.key }
        guard let leader = members.first(where: { $0.metadata.name == leaderRecord?.leader }) ?? members.first else { return }
        if endpoints["c-ha"] == nil {
            endpoints["c-ha"] = .patroni("c-ha", [:])
            endpoints["c-ha-config"] = .patroni("c-ha-config", ["initialize": "7", "config": DynamicConfiguration.content(of: definition).text])
        }
        endpoints["c-ha"]?.metadata.annotations = [
            "leader": leader.metadata.name ?? "", "renewTime": now.description, "ttl": "30", "optime": "1000",
        ]
        for index in pods.indices where pods[index].metadata.labels?[Label.data] == "postgres" {
            let leads = pods[index].metadata.name == leader.metadata.name
            pods[index].metadata.annotations = [
                "status": leads && isStandby
                    ? #"{"state":"running","role":"standby_leader","xlog_location":1000,"timeline":1,"replication_state":"streaming","version":"4.0.4"}"#
                    : leads
                        ? #"{"state":"running","role":"primary","xlog_location":1000,"timeline":1,"version":"4.0.4"}"#
                        : #"{"state":"running","role":"replica","xlog_location":1000,"timeline":1,"replication_state":"streaming","version":"4.0.4"}"#
            ]
        }
    }
}

extension ObjectMeta {
    func with(uid: String) -> ObjectMeta {
        var metadata = self
        metadata.uid = uid
        metadata.resourceVersion = "1"
        return metadata
    }
}

extension Endpoints {
    static func patroni(_ name: String, _ annotations: [String: String]) -> Endpoints {
        Endpoints(
            metadata: ObjectMeta(
                annotations: annotations, labels: [Label.cluster: "c", Label.patroni: "c-ha"], name: name, namespace: "ns", resourceVersion: "5",
                uid: "uid-\(name)"))
    }
}

extension Pod {
    /// A ready Pod of an instance.
    static func instance(_ instance: String, set: String) -> Pod {
        Pod(
            metadata: ObjectMeta(
                labels: [
                    Label.cluster: "c", Label.instance: instance, Label.instanceSet: set, Label.data: "postgres", "controller-revision-hash": "r1",
                ],
                name: "\(instance)-0", namespace: "ns", resourceVersion: "1", uid: "uid-\(instance)-0"),
            status: PodStatus(
                conditions: [PodCondition(status: "True", type: "Ready")],
                containerStatuses: [
                    ContainerStatus(
                        imageID: "sha256:1", name: "database", ready: true, restartCount: 0,
                        state: ContainerState(running: ContainerStateRunning(startedAt: PlanExample.now)))
                ],
                phase: "Running", podIP: "10.0.0.1"))
    }
}
