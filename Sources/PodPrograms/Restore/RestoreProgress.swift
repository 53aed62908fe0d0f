internal import KubernetesClient
internal import KubernetesModel
internal import Synchronization

/// How far a restore is, as the annotation `egret.dev/restore-progress` of its Pod has it.
struct RestoreProgress: Sendable, Hashable {
    var step: RestoreMarker.Step
    /// How much of the backup is in place, 0 to 100.
    var percent: Double?
    /// Up to where WAL was replayed, as PostgreSQL prints a position.
    var position: String?

    static let annotation = "egret.dev/restore-progress"

    var text: String {
        var json: JSONValue = ["step": .string(step.rawValue)]
        json["percent"] = percent.map { .number($0) }
        json["position"] = position.map { .string($0) }
        return json.text
    }

    /// The share in `restore file /pgdata/pg17/base/1/1255 (752KB, 55.43%) checksum …`; nil for any other line.
    ///
    /// - Source: pgBackRest 2.55, `restore.c`, at level detail.
    static func percent(in line: String) -> Double? {
        guard line.firstRange(of: "restore file ") != nil, let end = line.firstRange(of: "%)")?.lowerBound,
            let start = line[..<end].lastIndex(of: " ")
        else { return nil }
        return Double(line[line.index(after: start)..<end])
    }

    /// The position in `redo in progress, elapsed time: 10.00 s, current LSN: 0/5000148`; nil for any other line.
    ///
    /// - Source: PostgreSQL 17, `src/backend/access/transam/xlogrecovery.c`.
    static func position(in line: some StringProtocol) -> String? {
        let phrase = "current LSN: "
        guard line.firstRange(of: "redo in progress") != nil, let range = line.firstRange(of: phrase) else { return nil }
        return String(line[range.upperBound...]).trimmed
    }
}

/// Writes how far a restore is on its own Pod, now and then and only when it changed.
struct RestoreProgressReporter: Sendable {
    private let latest = Shared()
    /// Writes the annotation's text.
    var publish: @Sendable (String) async throws -> Void
    /// PostgreSQL's log during recovery.
    var recoveryLog: String
    var time = Time.real()

    static let interval = Duration.seconds(3)

    private final class Shared: Sendable {
        let progress = Mutex<RestoreProgress?>(nil)
    }

    init(recoveryLog: String, time: Time = .real(), publish: @escaping @Sendable (String) async throws -> Void) {
        (self.recoveryLog, self.time, self.publish) = (recoveryLog, time, publish)
    }

    /// Takes note; from any thread.
    func note(_ progress: RestoreProgress) { latest.progress.withLock { $0 = progress } }

    /// Runs until it is cancelled. What cannot be written is written with the next change: it is no reason to end a restore.
    func run() async {
        var told: String?
        while !Task.isCancelled {
            if var progress = latest.progress.withLock({ $0 }) {
                if progress.step == .recovering { progress.position = replayed() }
                let text = progress.text
                if text != told, (try? await publish(text)) != nil { told = text }
            }
            await time.sleep(Self.interval)
        }
    }

    private func replayed() -> String? {
        guard let text = try? Files.text(recoveryLog) else { return nil }
        return text.split(separator: "\n").reversed().lazy.compactMap { RestoreProgress.position(in: $0) }.first
    }
}

extension RestoreProgressReporter {
    /// One that patches the Pod of this name; nil where this is no Pod.
    static func onPod(_ environment: [String: String], recoveryLog: String) -> RestoreProgressReporter? {
        guard let pod = environment["EGRET_POD"], let configuration = try? ClusterConfiguration.inCluster() else { return nil }
        let client = KubernetesClient(configuration)
        let key = ObjectKey(namespace: configuration.namespace, name: pod)
        return RestoreProgressReporter(recoveryLog: recoveryLog) { text in
            let patch: JSONValue = ["metadata": ["annotations": [RestoreProgress.annotation: .string(text)]]]
            _ = try await client.patch(Pod.resourceType, key, patch, fieldManager: "egret-restore")
        }
    }
}
