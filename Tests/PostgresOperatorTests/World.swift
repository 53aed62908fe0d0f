import ControllerRuntime
import ControllerRuntimeTesting
import KubernetesClient
import KubernetesModel
import PostgresAPI
import PostgresCluster
import Synchronization

@testable import PostgresOperator

/// What surrounds the operator: controllers, kubelet, Patroni and the tools in Pods, as far as they can be seen through the API.
final class World: Sendable {
    let api: InMemoryAPI
    let pods = FakePods()
    /// Whether Jobs go on until this is false again.
    let holdsJobs = Mutex(false)
    let volumes = FakeVolumes()
    /// The dynamic configuration that Patroni writes when it has bootstrapped.
    let initialConfiguration = Mutex<JSONValue>(.emptyObject)
    /// Jobs of drills that ran, by uid, and what each leaves; nil: a verdict that all is well.
    let drills = Mutex<[String]>([])
    let drillMessage = Mutex<String?>(nil)
    /// What becomes of Jobs that clear a volume.
    let clearing = Mutex(Clearing.works)

    enum Clearing: Sendable {
        case works
        /// No node takes their Pods.
        case isNotScheduled
        case fails
    }

    init(api: InMemoryAPI) { self.api = api }

    /// Lets everything else do its part once.
    func step() {
        for service in api.objects(Service.self) where service.spec?.clusterIP == nil {
            api.edit(Service.self, service.key) { $0.spec?.clusterIP = "10.96.0.\(service.key.name.count)" }
        }
        for claim in api.objects(PersistentVolumeClaim.self) where claim.status?.phase != "Bound" {
            api.edit(PersistentVolumeClaim.self, claim.key) {
                $0.spec?.volumeName = "pv-\(claim.key.name)"
                $0.status = PersistentVolumeClaimStatus(phase: "Bound")
            }
        }
        for set in api.objects(StatefulSet.self) { run(set) }
        for deployment in api.objects(Deployment.self) where deployment.status?.readyReplicas != deployment.spec?.replicas {
            api.edit(Deployment.self, deployment.key) {
                $0.status = DeploymentStatus(
                    conditions: [DeploymentCondition(message: "", reason: "MinimumReplicasAvailable", status: "True", type: "Available")],
                    readyReplicas: $0.spec?.replicas, replicas: $0.spec?.replicas)
            }
        }
        for job in api.objects(Job.self) where job.status?.conditions == nil && job.metadata.deletionTimestamp == nil && !holdsJobs.withLock(\.self) {
            if job.metadata.annotations?["egret.dev/restore-uid"] != nil {
                runRestore(job)
                continue
            }
            if job.metadata.labels?[Label.drill] != nil {
                runDrill(job)
                continue
            }
            pods.keepBackup(of: job)
            api.edit(Job.self, job.key) {
                $0.status = JobStatus(
                    completionTime: Timestamp(secondsSince1970: 1_800_000_000), conditions: [JobCondition(status: "True", type: "Complete")],
                    succeeded: 1)
            }
        }
        elect()
        for map in api.objects(ConfigMap.self) {
            if let file = map.data?["pgbackrest_instance.conf"] { pods.pgBackRestFile.withLock { $0 = file } }
        }
    }

    /// Names of the instances that have a Pod.
    private var running: [String] {
        api.objects(Pod.self).filter { $0.metadata.labels?[Label.data] == "postgres" }.compactMap { $0.metadata.labels?[Label.instance] }
    }

    /// The instance that leads by Patroni's record, if it runs.
    private var leadingInstance: String? {
        let recorded = api.objects(Endpoints.self).lazy.compactMap { $0.metadata.annotations?["leader"] }.first
        return running.first { "\($0)-0" == recorded }
    }

    /// A Job of a restore does its work on a volume, and its Pod leaves a message.
    private func runRestore(_ job: Job) {
        var message = #"{"outcome":"cleared"}"#
        var succeeds = true
        let clearing = clearing.withLock(\.self)
        if job.key.name.hasSuffix("-clear"), clearing == .isNotScheduled {
            let key = ObjectKey(namespace: job.key.namespace, name: "\(job.key.name)-\(job.metadata.uid ?? "")")
            guard api.object(Pod.self, key) == nil else { return }
            let condition = PodCondition(message: "0/1 nodes are available", reason: "Unschedulable", status: "False", type: "PodScheduled")
            api.put(pod(of: job, PodStatus(conditions: [condition], phase: "Pending")))
            return
        } else if job.key.name.hasSuffix("-clear"), clearing == .fails {
            (message, succeeds) = (#"{"error":"the volume cannot be written","program":"clear-volume"}"#, false)
        } else if job.key.name.hasSuffix("-clear") {
            volumes.clear(String(job.key.name.dropLast("-clear".count)), leader: leadingInstance, running: running)
        } else {
            (message, succeeds) = volumes.restore(job, running: running)
        }
        end(job, succeeds: succeeds, message: message)
    }

    /// A drill looks at the newest backup, and its Pod leaves the verdict.
    private func runDrill(_ job: Job) {
        drills.withLock { $0.append(job.metadata.uid ?? "") }
        let label = pods.stored.withLock { $0.last?.label } ?? ""
        let verdict = #"{"finding":"Verified","message":"","backup":"\#(label)","position":"0/A000000","bytes":7}"#
        end(job, succeeds: true, message: drillMessage.withLock { $0 } ?? verdict)
    }

    /// The Job has ended, and its Pod left a message.
    private func end(_ job: Job, succeeds: Bool, message: String) {
        api.put(
            pod(
                of: job,
                PodStatus(
                    containerStatuses: [
                        ContainerStatus(
                            imageID: "", name: "c", ready: false, restartCount: 0,
                            state: ContainerState(
                                terminated: ContainerStateTerminated(
                                    exitCode: succeeds ? 0 : 1, finishedAt: Timestamp(secondsSince1970: 1_800_000_000), message: message)))
                    ], phase: succeeds ? "Succeeded" : "Failed")))
        api.edit(Job.self, job.key) {
            $0.status = JobStatus(
                completionTime: Timestamp(secondsSince1970: 1_800_000_000),
                conditions: [JobCondition(status: "True", type: succeeds ? "Complete" : "Failed")])
        }
    }

    private func pod(of job: Job, _ status: PodStatus) -> Pod {
        let owner = OwnerReference(apiVersion: "batch/v1", controller: true, kind: "Job", name: job.key.name, uid: job.metadata.uid ?? "")
        return Pod(
            metadata: ObjectMeta(
                labels: [Label.cluster: job.metadata.labels?[Label.cluster] ?? "", "batch.kubernetes.io/job-name": job.key.name],
                name: "\(job.key.name)-\(job.metadata.uid ?? "")", namespace: job.key.namespace, ownerReferences: [owner]),
            status: status)
    }

    private func run(_ set: StatefulSet) {
        let replicas = set.spec?.replicas ?? 1
        if set.status?.readyReplicas != replicas || set.status?.observedGeneration != set.metadata.generation {
            api.edit(StatefulSet.self, set.key) {
                $0.status = StatefulSetStatus(
                    observedGeneration: $0.metadata.generation, readyReplicas: replicas, replicas: replicas, updateRevision: "r1")
            }
        }
        let key = ObjectKey(namespace: set.key.namespace, name: "\(set.key.name)-0")
        let pod = api.object(Pod.self, key)
        if replicas == 0 || set.metadata.deletionTimestamp != nil {
            if pod != nil { api.remove(Pod.self, key) }
        } else if pod == nil {
            var labels = set.spec?.template?.metadata?.labels ?? [:]
            if labels[Label.data] == "postgres" { volumes.start(set.key.name, leader: leadingInstance) }
            labels["controller-revision-hash"] = "r1"
            api.put(
                Pod(
                    metadata: ObjectMeta(labels: labels, name: key.name, namespace: key.namespace),
                    status: PodStatus(
                        conditions: [PodCondition(status: "True", type: "Ready")],
                        containerStatuses: [
                            ContainerStatus(
                                imageID: "sha256:1", name: "database", ready: true, restartCount: 0,
                                state: ContainerState(running: ContainerStateRunning(startedAt: Timestamp(secondsSince1970: 1_800_000_000))))
                        ],
                        phase: "Running", podIP: "10.244.0.1")))
        }
    }

    private func elect() {
        let members = api.objects(Pod.self).filter { $0.metadata.labels?[Label.data] == "postgres" }.sorted { $0.key < $1.key }
        guard let first = members.first, let cluster = first.metadata.labels?[Label.cluster] else { return }
        let ha = ObjectKey(namespace: first.key.namespace, name: "\(cluster)-ha")
        let config = ObjectKey(namespace: first.key.namespace, name: "\(cluster)-ha-config")
        let labels = [Label.cluster: cluster, Label.patroni: ha.name]
        if api.object(Endpoints.self, config) == nil {
            api.put(
                Endpoints(
                    metadata: ObjectMeta(
                        annotations: ["initialize": "7", "config": initialConfiguration.withLock(\.text)], labels: labels, name: config.name,
                        namespace: config.namespace)))
        }
        let recorded = api.object(Endpoints.self, ha)?.metadata.annotations?["leader"]
        let leader = members.first { $0.key.name == recorded } ?? first
        if recorded != leader.key.name {
            api.put(
                Endpoints(
                    metadata: ObjectMeta(
                        annotations: ["leader": leader.key.name, "renewTime": "2027-01-15T08:00:00.000000+00:00", "ttl": "30", "optime": "1000"],
                        labels: labels,
                        name: ha.name, namespace: ha.namespace)))
        }
        let configuration = api.object(Endpoints.self, config)?.metadata.annotations?["config"].flatMap { try? JSONValue(parsing: $0) }
        let role = configuration?["standby_cluster"]?.object == nil ? "primary" : "standby_leader"
        for member in members {
            let status =
                member.key.name == leader.key.name
                ? #"{"state":"running","role":"\#(role)","xlog_location":1000,"timeline":1,"version":"4.0.4"}"#
                : #"{"state":"running","role":"replica","xlog_location":1000,"timeline":1,"replication_state":"streaming","version":"4.0.4"}"#
            guard member.metadata.annotations?["status"] != status else { continue }
            api.edit(Pod.self, member.key) { $0.metadata.annotations = ["status": status] }
        }
    }
}

/// The tools in Pods: they succeed, and remember what they were asked.
final class FakePods: PodExecutor {
    let commands = Mutex<[[String]]>([])
    let scripts = Mutex<[String]>([])
    let pgBackRestFile = Mutex("")
    /// What is in the repositories, the oldest first.
    let stored = Mutex<[Stored]>([])
    /// What the source of a standby cluster answers; nil: nothing.
    let source = Mutex<String?>(nil)

    struct Stored: Sendable {
        /// As pgBackRest counts repositories.
        var repo: String
        var label: String
        var annotations: [String: String]
    }

    /// Keeps what the Job of a backup makes, if it is one.
    func keepBackup(of job: Job) {
        let variables = job.spec?.template?.spec?.containers?[0].env ?? []
        guard let options = variables.first(where: { $0.name == "COMMAND_OPTS" })?.value,
            let repo = options.split(separator: " ").first(where: { $0.hasPrefix("--repo=") })?.dropFirst(7),
            let backup = variables.first(where: { $0.name == "EGRET_BACKUP" })?.value
        else { return }
        stored.withLock {
            $0.append(
                Stored(
                    repo: String(repo), label: "F\($0.count)",
                    annotations: ["percona.com/backup-name": backup, "percona.com/backup-job-name": job.key.name]))
        }
    }

    func exec(
        _ command: [String], in pod: ObjectKey, container: String, stdin: [UInt8]?, timeout: Duration
    ) async throws(KubernetesError) -> ExecResult {
        commands.withLock { $0.append(command) }
        if let stdin { scripts.withLock { $0.append(String(decoding: stdin, as: UTF8.self)) } }
        var output = ""
        if command.first == "cat" { output = pgBackRestFile.withLock { $0 } }
        if command.contains("info") {
            let stored = stored.withLock { $0 }.filter { command.contains("--repo=\($0.repo)") }.map { backup -> JSONValue in
                [
                    "label": .string(backup.label), "type": "full", "annotation": backup.annotations.json,
                    "database": ["id": 1], "timestamp": ["start": 1_800_000_000, "stop": 1_800_000_000],
                    "info": ["repository": ["delta": 7]],
                ]
            }
            output = JSONValue.array([["name": "db", "db": [["id": 1, "system-id": 7]], "backup": .array(stored)]]).text
        }
        if let stdin, String(decoding: stdin, as: UTF8.self).contains("'writes'") {
            guard let answer = source.withLock(\.self) else {
                return ExecResult(exitCode: 2, stdout: [], stderr: Array("could not connect".utf8))
            }
            output = answer
        }
        if let stdin, String(decoding: stdin, as: UTF8.self).contains("'received'") {
            output = #"{"received":"0/5000000","replayed":"0/5000000","announced":null,"system":"7"}"#
        }
        if command.contains("pg_controldata") { output = "Database system identifier:           7\nDatabase cluster state:               shut down" }
        if command.first == "df" { output = "Avail\n99999999999" }
        if let stdin, String(decoding: stdin, as: UTF8.self).contains("pg_switch_wal") { output = "2027-01-15T08:30:00.000000Z|0/9000000" }
        if let stdin, String(decoding: stdin, as: UTF8.self).contains("pg_settings") { output = "{}" }
        return ExecResult(exitCode: 0, stdout: Array(output.utf8), stderr: [])
    }
}

/// An API server that refuses some requests, as for lack of a right.
final class RefusingAPI: KubernetesAPI {
    private let api: any KubernetesAPI
    /// What is refused: a part of the request's summary; nil refuses nothing.
    let refused = Mutex<String?>(nil)

    init(_ api: any KubernetesAPI) { self.api = api }

    func send(_ request: APIRequest) async throws(KubernetesError) -> JSONValue {
        if let part = refused.withLock({ $0 }), request.summary.contains(part) {
            throw KubernetesError(.forbidden, request: request.summary, hint: "no right")
        }
        return try await api.send(request)
    }

    func watch(_ request: APIRequest) async throws(KubernetesError) -> WatchStream { try await api.watch(request) }
}
