import KubernetesClient
import KubernetesModel
import PostgresAPI
import PostgresCluster

/// One PerconaPGBackup, as people and programs want to see it.
struct BackupRecord: Sendable {
    let resource: PerconaPGBackup

    init(_ resource: PerconaPGBackup) { self.resource = resource }

    private var status: Object<PerconaPGBackupStatus> { resource.status }

    var name: String { resource.metadata.name ?? "" }
    var cluster: String { resource.spec.pgCluster }
    var repo: String? { resource.spec.repoName }
    /// `full`, `diff` or `incr`: what it became, else what was asked for.
    var type: String? { status.backupType.nonEmpty ?? resource.spec.options.lazy.compactMap { $0.value(ofOption: "--type") }.first }
    var state: JobState { status.state ?? .new }
    var isOver: Bool { state == .succeeded || state == .failed }
    /// pgBackRest's name of it: what `--set` takes.
    var label: String? { status.backupName.nonEmpty }
    var jobName: String? { status.jobName.nonEmpty }
    var created: Timestamp? { resource.metadata.creationTimestamp }
    var completed: Timestamp? { status.completed }
    /// Bytes that it added to the repository.
    var size: Int64? { status.size.map(Int64.init) }
    var latestRestorableTime: Timestamp? { status.latestRestorableTime.flatMap { Timestamp.reading($0)?.time } }
    /// Why it failed, how far it is, or what it waits for.
    var message: String? {
        if let error = status.error.nonEmpty { return error }
        guard !isOver else { return nil }
        return progress?.amount ?? status.conditions.first { $0.status == "False" }?.message
    }

    /// What the last drill with it has found.
    var drill: DrillOutcome? { DrillOutcome(status.json["drill"]) }

    /// The backups of a cluster, or of all, the newest first.
    static func list(of cluster: String?, in namespace: String?, of api: some KubernetesAPI) async throws(KubernetesError) -> [BackupRecord] {
        let all = try await api.list(PerconaPGBackup.self, namespace: namespace).items.map(BackupRecord.init)
        return all.filter { cluster == nil || $0.cluster == cluster }
            .sorted { ($0.created ?? .distantPast, $0.name) > ($1.created ?? .distantPast, $1.name) }
    }

    var json: JSONValue {
        .members([
            "name": .string(name), "namespace": resource.metadata.namespace?.json, "cluster": .string(cluster), "repo": repo?.json,
            "type": type?.json, "state": .string(state.rawValue), "message": message?.json, "label": label?.json, "created": created?.json,
            "completed": completed?.json, "progress": progress?.json, "sizeBytes": size.map { .integer($0) },
            "destination": status.destination.nonEmpty?.json,
            "latestRestorableTime": latestRestorableTime?.json, "drill": drill?.json,
        ])
    }

    static func table(of backups: [BackupRecord], at now: Timestamp, withNamespace: Bool = false, withCluster: Bool = true) -> TextTable {
        var table = TextTable(
            "NAMESPACE", "NAME", "CLUSTER", "REPO", "TYPE", "STATE", "LABEL", "SIZE", "COMPLETED", "RESTORABLE UP TO", "DRILL", "MESSAGE")
        for backup in backups {
            table.add(
                .init(withNamespace ? backup.resource.metadata.namespace : nil), .init(backup.name), .init(withCluster ? backup.cluster : nil),
                .init(backup.repo), .init(backup.type), .init(backup.state == .new ? "Waiting" : backup.state.rawValue, backup.state.tone),
                .init(backup.label), .init(backup.size.map(Amount.bytes)), .init(backup.completed.map { Amount.age(now.since($0)) + " ago" }),
                .init(backup.latestRestorableTime.map(Amount.time)), backup.drillCell(at: now), .init(backup.message ?? ""))
        }
        return table
    }
}

extension BackupRecord {
    fileprivate func drillCell(at now: Timestamp) -> TextTable.Cell {
        guard let drill else { return .init(nil) }
        return .init("\(drill.finding.state.words) \(Amount.age(now.since(drill.completed))) ago", drill.finding.state.tone)
    }
}

extension JobState {
    var tone: Tone {
        switch self {
        case .succeeded: .good
        case .failed: .bad
        case .new, .starting, .running: .warning
        }
    }
}

extension String {
    /// The value of an option in the form `--name=value`.
    func value(ofOption name: String) -> String? { hasPrefix("\(name)=") ? String(dropFirst(name.count + 1)) : nil }
}
