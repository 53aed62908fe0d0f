import KubernetesModel
import PostgresAPI
import PostgresCluster

/// What is known of a cluster's restore drills.
struct DrillOverview: Sendable {
    let record: DrillRecord

    /// What the line of the status says.
    func text(at now: Timestamp, _ style: TextStyle) -> String {
        let next = record.nextTime.map { "; next drill in \(Amount.age($0.since(now)))" } ?? ""
        if let running = record.running { return style.apply(.warning, to: "drill \(running) runs") + next }
        guard let last = record.last else { return style.apply(.warning, to: record.message ?? "not proven: no drill has ended yet") + next }
        let state = last.finding.state
        let ago = "\(Amount.age(now.since(last.completed))) ago"
        var words = "\(state.words) \(ago)\(last.report.backup.map { " by restoring \($0)" } ?? "")"
        if state == .verified {
            words += last.durations.map { " (\($0))" } ?? ""
        } else {
            words += ", \(last.finding.rawValue): \(last.message)"
            if let verified = record.lastVerified { words += "; verified last \(Amount.age(now.since(verified))) ago" }
        }
        return style.apply(state.tone, to: words) + next
    }

    var json: JSONValue {
        .members([
            "last": record.last?.json, "lastVerifiedTime": record.lastVerified?.json, "nextTime": record.nextTime?.json,
            "running": record.running?.json, "message": record.message?.json,
        ])
    }
}

extension ClusterOverview {
    /// Nil for a cluster that never had a drill and is to have none.
    var drills: DrillOverview? {
        let record = DrillRecord(cluster.status.json)
        guard record.last != nil || record.schedule != nil || record.running != nil || record.message != nil else { return nil }
        return DrillOverview(record: record)
    }
}

extension DrillOutcome {
    /// How long restore and recovery took, and how much was restored.
    var durations: String? {
        guard let restore = report.restoreSeconds, let recovery = report.recoverySeconds else { return nil }
        let size = report.bytes.map { "\(Amount.bytes($0)) " } ?? ""
        return "\(size)restored in \(restore) s, WAL replayed in \(recovery) s"
    }
}

extension DrillState {
    var words: String {
        switch self {
        case .verified: "verified"
        case .notVerified: "not verified"
        case .inconclusive: "inconclusive"
        }
    }

    var tone: Tone {
        switch self {
        case .verified: .good
        case .notVerified: .bad
        case .inconclusive: .warning
        }
    }
}
