internal import Glibc
internal import KubernetesClient
internal import KubernetesModel

/// Tells the operator how archiving goes, by an annotation of this Pod: nobody has to ask.
///
/// Runs beside the pgBackRest server of an instance, whose container has the volumes of data and WAL. It only reads files; what it may do at the
/// API server is what Patroni may: patch its own Pod. When a file waits and pgBackRest does not say why, it connects to the repositories.
struct ArchiveWatch: Sendable {
    var configuration = "/etc/pgbackrest/conf.d/pgbackrest_instance.conf"
    /// Puts a text into the annotation.
    var publish: @Sendable (String) async throws -> Void
    /// Looks into the way to the repositories of a folder of configuration files.
    var probe: @Sendable (_ folder: String) async -> Reachability = { folder in
        await Reachability(probing: RepositoryEndpoint.all(in: PgBackRestOptions(folder: folder)))
    }
    /// Seconds since 1970.
    var now: @Sendable () -> Int64 = { Int64(time(nil)) }
    var log: @Sendable (String) -> Void

    /// How long to wait without an event: a safety net for file systems that tell nothing.
    private static let longest = Duration.seconds(30)
    /// Under load a segment is finished several times a second: one look for all of them.
    private static let settling = Duration.seconds(1)
    /// Between tries, when the API server does not answer.
    private static let retry = Duration.seconds(10)

    /// Never returns, unless the task is cancelled.
    func run() async {
        var reporter = ArchiveReporter()
        let thread = OwnThread()
        defer { thread.end() }
        var told = ""
        while !Task.isCancelled {
            let folders = (try? Files.text(configuration)).flatMap { ArchiveFolders(configuration: $0) }
            let seen = folders.flatMap(Self.look)
            var next = Self.longest
            if var present = seen {
                if reporter.wantsProbe(present, at: now()) { present.reachability = await probe(configuration.parent) }
                let decision = reporter.look(present, at: now())
                next = min(decision.next ?? Self.longest, Self.longest)
                if let report = decision.publish {
                    do {
                        try await publish(report.text)
                        reporter.didPublish(report, at: now())
                        told = ""
                    } catch {
                        if "\(error)" != told { log("cannot tell how archiving goes: \(error)") }
                        told = "\(error)"
                        next = Self.retry
                    }
                }
            }
            await Self.wait(next, for: folders, seen: seen, on: thread)
            try? await Task.sleep(for: Self.settling)
        }
    }

    /// What can be seen; nil where nothing is archived: on a standby, and before there is a database.
    private static func look(_ folders: ArchiveFolders) -> ArchiveObservation? {
        guard Files.exists(folders.ready), !folders.isStandby else { return nil }
        return ArchiveObservation(folders)
    }

    /// Waits until something happens in the folders, on a thread that tasks do not need.
    private static func wait(_ limit: Duration, for folders: ArchiveFolders?, seen: ArchiveObservation?, on thread: OwnThread) async {
        try? await thread.run {
            let events = FolderEvents(folders?.watched ?? [], depth: 0)
            // What happened before the events were asked for.
            guard var present = folders.flatMap(look) else {
                if seen == nil { events.wait(limit) }
                return
            }
            present.freePercent = seen?.freePercent
            if present == seen { events.wait(limit) }
        }
    }

    /// In a Pod; ends at once, and says so, where there is no service account.
    static func main(_ invocation: Invocation) async {
        do {
            let configuration = try ClusterConfiguration.inCluster()
            let client = KubernetesClient(configuration)
            let pod = ObjectKey(namespace: configuration.namespace, name: hostName())
            await ArchiveWatch(
                publish: { text in
                    let patch: JSONValue = ["metadata": ["annotations": [ArchiveReport.annotation: .string(text)]]]
                    _ = try await client.patch(Pod.resourceType, pod, patch, fieldManager: "egret-archiving")
                }, log: { invocation.log($0) }
            ).run()
        } catch {
            invocation.log("how archiving goes is not told: \(error)")
        }
    }

    /// Name of the Pod: Kubernetes makes it the host's.
    private static func hostName() -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let isKnown = buffer.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map { gethostname($0.assumingMemoryBound(to: CChar.self), bytes.count - 1) == 0 } ?? false
        }
        return isKnown ? String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self) : ""
    }
}
