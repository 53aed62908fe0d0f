import KubernetesClient
import KubernetesModel
import PostgresAPI
import PostgresCluster

/// One PerconaPGRestore, as people and programs want to see it.
///
/// An operator may say more in the status than that of the Percona operator does: what is there is shown.
struct RestoreRecord: Sendable {
    let resource: PerconaPGRestore

    init(_ resource: PerconaPGRestore) { self.resource = resource }

    var name: String { resource.metadata.name ?? "" }
    var cluster: String { resource.spec.pgCluster }
    var state: JobState { resource.status.state ?? .new }
    var isOver: Bool { state == .succeeded || state == .failed }
    var created: Timestamp? { resource.metadata.creationTimestamp }
    var completed: Timestamp? { resource.status.completed }
    private func text(_ key: String) -> String? { resource.status.json[key]?.string.nonEmpty }
    /// Why it failed, what is being done, or where the data from before is.
    var message: String? {
        switch state {
        case .failed: text("error") ?? text("message")
        case .succeeded: previousDataInWords ?? text("message")
        case .new, .starting, .running: text("message")
        }
    }
    /// What is being restored to, as the operator understood it.
    var target: String? { text("target") ?? Optional(resource.spec.options.joined(separator: " ")).nonEmpty }
    var recoveredTo: String? { text("recoveredTo") }
    /// Where the data from before the restore is.
    var previousData: JSONValue? { resource.status.json["previousData"].flatMap { $0 == .emptyObject ? nil : $0 } }

    /// Directory of the data from before the restore; nil where it is not kept.
    var keptDirectory: String? { previousData?["directory"]?.string.nonEmpty }
    /// When the cluster began to stop for it.
    var started: Timestamp? { resource.status.started }
    /// The restore that this one undoes; nil for one from a backup.
    var undoes: String? { resource.metadata.annotations?[Annotation.undoRestore].nonEmpty }

    /// `the data from before is in DIRECTORY of claim CLAIM (SIZE), kept until: …`, with what the operator says of it, or what became of it.
    private var previousDataInWords: String? {
        let fate = previousData?["keptUntil"]?.string.nonEmpty
        guard let directory = keptDirectory else { return fate.map { "the data from before: \($0)" } }
        let claim = previousData?["claim"]?.string.nonEmpty.map { " of claim \($0)" } ?? ""
        let size = previousData?["bytes"]?.integer.map { " (\(Amount.bytes($0)))" } ?? ""
        return "the data from before is in \(directory)\(claim)\(size)" + (fate.map { ", kept until: \($0)" } ?? "")
    }

    /// The restores of a cluster, the newest first.
    static func list(of cluster: String, in namespace: String?, of api: some KubernetesAPI) async throws(KubernetesError) -> [RestoreRecord] {
        try await api.list(PerconaPGRestore.self, namespace: namespace).items.map(RestoreRecord.init).filter { $0.cluster == cluster }
            .sorted { ($0.created ?? .distantPast, $0.name) > ($1.created ?? .distantPast, $1.name) }
    }

    var json: JSONValue {
        .members([
            "name": .string(name), "namespace": resource.metadata.namespace?.json, "cluster": .string(cluster),
            "repo": resource.spec.repoName?.json, "state": .string(state.rawValue), "message": message?.json, "target": target?.json,
            "recoveredTo": recoveredTo?.json, "created": created?.json, "completed": completed?.json, "progress": progress?.json,
            "previousData": previousData, "undoes": undoes?.json,
        ])
    }

    static func table(of restores: [RestoreRecord], at now: Timestamp) -> TextTable {
        var table = TextTable("NAME", "REPO", "STATE", "TARGET", "COMPLETED", "MESSAGE")
        for restore in restores {
            table.add(
                .init(restore.name), .init(restore.resource.spec.repoName),
                .init(restore.state == .new ? "Waiting" : restore.state.rawValue, restore.state.tone), .init(restore.target),
                .init(restore.completed.map { Amount.age(now.since($0)) + " ago" }), .init(restore.message ?? ""))
        }
        return table
    }
}
