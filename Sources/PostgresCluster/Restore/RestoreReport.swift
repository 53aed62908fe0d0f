import KubernetesModel

/// What a restore's Job left as its termination message.
struct RestoreReport: Sendable, Hashable {
    enum Outcome: String, Sendable {
        case restored
        /// The previous data is in its place again, or was never moved.
        case returned
        /// It failed, and the previous data was overwritten, as the user allowed.
        case lost
    }
    var outcome: Outcome
    var error: String?
    var timeline: Int64?
    var recoveredTo: String?
    var keptDirectory: String?
    var keptBytes: Int64?

    /// Nil for a text that is no report.
    init?(message: String) {
        guard let json = try? JSONValue(parsing: message), let outcome = json["outcome"]?.string.flatMap(Outcome.init) else { return nil }
        self.outcome = outcome
        error = json["error"]?.string
        timeline = json["timeline"]?.integer
        recoveredTo = json["recoveredTo"]?.string
        keptDirectory = json["keptDirectory"]?.string
        keptBytes = json["keptBytes"]?.integer
    }
}

extension Job {
    var restoreUID: String? { metadata.annotations?[Annotation.restoreUID] }
}

extension ClusterSnapshot {
    /// Whether the old data of an instance was removed for a restore.
    func hasCleared(_ instance: String, for restore: RestoreResource) -> Bool {
        guard let job = jobs[Job.clearJobName(instance)] else { return false }
        return job.restoreUID == restore.uid && job.isComplete
    }

    /// The present second, as other controllers write times.
    var second: Timestamp { Timestamp(secondsSince1970: now.secondsSince1970) }

    /// uid of the restore that the present data comes from; nil if it never was restored.
    var restoredBy: String? {
        if let restore = activeRestore, restore.phase == .starting || restore.phase == .rejoining { return restore.uid }
        return knowledge.revisions[Knowledge.restored]
    }

    /// Patroni's Endpoints that still exist.
    var patroniEndpoints: [Endpoints] {
        endpoints.values.filter { $0.metadata.labels?[Label.patroni] == definition.names.ha }.sorted { $0.key < $1.key }
    }
}

extension Knowledge {
    /// Key in ``revisions``: uid of the restore that the data comes from.
    static let restored = "restored"
    /// Key in ``failures``: copying what the data source is read with.
    static let dataSource = "dataSource"
}
