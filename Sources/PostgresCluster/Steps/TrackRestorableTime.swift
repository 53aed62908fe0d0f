import KubernetesModel

/// Keeps `latestRestorableTime` of the newest backup at the time of the last transaction whose WAL has arrived.
///
/// - Reads: what the leader says about archiving; PerconaPGBackups.
/// - Plans: that one field of the newest backup's status.
/// - Never: sets it back, or to a time before the backup was complete, to which it could not be restored.
struct TrackRestorableTime: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard cluster.definition.backups.tracksLatestRestorableTime, !cluster.resource.isDeleting, let time = cluster.leader?.archive?.restorable,
            let newest = cluster.newestBackup, let completed = newest.completed, time > completed
        else { return }
        let text = time.restorableText
        // One format and one zone: the order of the texts is that of the times.
        if let present = newest.status["latestRestorableTime"]?.string, present >= text { return }
        var status = newest.status
        status["latestRestorableTime"] = .string(text)
        plan.act(
            .writeStatus(type: BackupResource.type, key: newest.key, status: status),
            because: Because(.changed, "backup \(newest.name) can be restored up to \(text)"), quietly: true)
    }
}

extension ClusterSnapshot {
    /// The backup that was completed last.
    var newestBackup: BackupResource? {
        backups.values.filter { $0.state == .succeeded && $0.completed != nil && $0.status["backupType"]?.string != "snapshot" }
            .max { ($0.completed?.microseconds ?? 0, $0.name) < ($1.completed?.microseconds ?? 0, $1.name) }
    }
}

extension BackupResource {
    /// When it was done.
    var completed: Timestamp? { status["completed"]?.string.flatMap(Timestamp.init(parsing:)) }
}
