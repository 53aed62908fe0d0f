import KubernetesModel

/// How far a restore's Job is, as it writes it on its Pod.
struct RestoreProgress: Sendable, Hashable {
    enum Step: String, Sendable { case keeping, restoring, recovering, returning }
    var step: Step
    /// How much of the backup is in place, 0 to 100.
    var percent: Double?
    /// Up to where WAL was replayed.
    var position: String?

    /// Reads the annotation; nil for anything else.
    init?(annotation text: String) {
        guard let json = try? JSONValue(parsing: text), let step = json["step"]?.string.flatMap(Step.init) else { return nil }
        self.step = step
        percent = json["percent"]?.number
        position = json["position"]?.string
    }

    /// Writes it into the restore's status.
    ///
    /// - Parameter undoing: name of the restore that is undone; nil for one from a backup.
    func describe(_ status: inout JSONValue, undoing: String?) {
        let source = undoing.map { "the data before restore \($0)" } ?? status["backupName"]?.string.map { "backup \($0)" } ?? "the backup"
        let message =
            switch step {
            case .keeping: "the present data is set aside"
            case .restoring: undoing == nil ? "\(source) is fetched" : "\(source) is put in its place"
            case .recovering: "WAL is replayed" + (position.map { ", up to \($0) so far" } ?? "")
            case .returning: "it failed: the data before it goes back"
            }
        status["message"] = .string(message)
        guard undoing == nil, let percent = step == .recovering ? 100 : percent else { return }
        var progress: JSONValue = ["percent": .integer(Int64(percent))]
        if let total = status[path: "progress", "totalBytes"]?.integer {
            progress["totalBytes"] = .integer(total)
            progress["bytes"] = .integer(step == .recovering ? total : Int64(Double(total) / 100 * percent))
        }
        status["progress"] = progress
    }
}

extension ClusterSnapshot {
    /// How far the Job of a restore is, by its Pod that runs; nil while none has told.
    func restoreProgress(of job: Job) -> RestoreProgress? {
        let running = pods(of: job).filter { $0.status?.phase == "Running" }
        return running.lazy.compactMap { $0.metadata.annotations?[Annotation.restoreProgress].flatMap(RestoreProgress.init(annotation:)) }.first
    }
}

extension Annotation {
    /// On the Pod of a restore's Job, written by it: how far it is.
    static let restoreProgress = "egret.dev/restore-progress"
}
