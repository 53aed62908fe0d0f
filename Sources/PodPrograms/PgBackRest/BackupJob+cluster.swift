internal import Glibc
internal import KubernetesClient
internal import KubernetesModel

extension BackupJob {
    /// The Job's container: does what its environment says, with the service account of its Pod.
    static func main(_ invocation: Invocation) async -> Int32 {
        // A Pod that ends with status 0 would make its Job count as done.
        Signals.failOnTermination()
        do {
            let configuration = try ClusterConfiguration.inCluster()
            let client = KubernetesClient(configuration)
            let namespace = invocation.environment["NAMESPACE"] ?? configuration.namespace
            guard let selector = invocation.environment["SELECTOR"], !selector.isEmpty else {
                throw Problem("SELECTOR is to select the labels of the repository host")
            }
            var job = try BackupJob(
                environment: invocation.environment,
                pods: { try await runningPods(in: namespace, selector: selector, client) },
                execute: { pod, container, command, output in
                    try await execute(command, in: ObjectKey(namespace: namespace, name: pod), container, client, output: output)
                },
                print: { standardOutput(String(decoding: $0, as: UTF8.self)) }, log: { invocation.log($0) })
            if let backup = invocation.environment["EGRET_BACKUP"] {
                let key = ObjectKey(namespace: namespace, name: backup)
                job.report = { await report($0, of: key, client, log: { invocation.log($0) }) }
            }
            let outcome = try await job.run()
            if let error = outcome.error { leave(error, invocation) }
            return outcome.status
        } catch {
            invocation.log("\(error)")
            leave("\(error)", invocation)
            return 1
        }
    }

    /// Writes into the status of the PerconaPGBackup how far it is. That this fails is no reason to end a backup.
    static func report(_ progress: BackupProgress, of backup: ObjectKey, _ api: some KubernetesAPI, log: (String) -> Void) async {
        let type = ResourceType(
            group: "pgv2.percona.com", version: "v2", kind: "PerconaPGBackup", plural: "perconapgbackups", isNamespaced: true)
        do {
            _ = try await api.patch(type, backup, ["status": ["progress": progress.json]], subresource: "status", fieldManager: "egret-backup")
        } catch {
            log("how far the backup is could not be written: \(error)")
        }
    }

    /// Names of the Pods in a namespace that match a selector, run, and are to stay.
    static func runningPods(in namespace: String, selector: String, _ api: some KubernetesAPI) async throws -> [String] {
        let request = APIRequest(
            "list pods in \(namespace)", path: Pod.resourceType.path(namespace: namespace), query: [.init("labelSelector", selector)])
        let list = try await api.send(request)
        return (list["items"]?.array ?? []).map { Pod(json: $0) }.filter {
            $0.status?.phase == "Running" && $0.metadata.deletionTimestamp == nil
        }.compactMap { $0.metadata.name }.sorted()
    }

    private static func execute(
        _ command: [String], in pod: ObjectKey, _ container: String, _ client: KubernetesClient, output: @Sendable ([UInt8]) -> Void
    ) async throws -> Int32 {
        let session = try await client.startExec(command, in: pod, container: container)
        defer { session.close() }
        for try await part in session.output {
            switch part {
            case .stdout(let bytes), .stderr(let bytes): output(bytes)
            case .exit(let code): return Int32(truncatingIfNeeded: code)
            }
        }
        throw Problem("\(pod.name): the connection ended before \(command[0]) did: whether it goes on there is not known")
    }

    /// The container's termination message: what went wrong, as text.
    private static func leave(_ message: String, _ invocation: Invocation) {
        let path = invocation.environment["EGRET_TERMINATION_LOG"] ?? "/dev/termination-log"
        let descriptor = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        try? Files.append(Array(message.utf8.prefix(TerminationReport.longestMessage)), to: descriptor, path: path)
    }
}
