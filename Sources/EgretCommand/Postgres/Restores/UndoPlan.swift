import KubernetesModel
import PostgresAPI
import PostgresCluster

/// A restore that undoes another one, as it will be asked for.
struct UndoPlan {
    let cluster: PerconaPGCluster
    /// The restore that is undone.
    let undone: RestoreRecord

    /// - Parameters:
    ///   - name: of the restore to undo; nil: the last one that keeps the data from before it.
    ///   - restores: of the cluster, the newest first.
    /// - Throws: ``CommandFailure`` where nothing can come back.
    init(_ cluster: PerconaPGCluster, restore name: String?, restores: [RestoreRecord]) throws {
        self.cluster = cluster
        let clusterName = cluster.metadata.name ?? ""
        guard let name else {
            guard let last = restores.first(where: { $0.state == .succeeded && $0.keptDirectory != nil }) else {
                throw CommandFailure("--undo: no restore of cluster \(clusterName) keeps the data from before it")
            }
            undone = last
            return
        }
        guard let named = restores.first(where: { $0.name == name }) else {
            let names = restores.map(\.name).joined(separator: ", ")
            throw CommandFailure(
                "--restore: cluster \(clusterName) has no PerconaPGRestore \(name)" + (names.isEmpty ? "" : "; there are: \(names)"))
        }
        guard named.state == .succeeded, named.keptDirectory != nil else {
            let fate = named.state == .succeeded ? named.message ?? "there was none" : "it has not succeeded"
            throw CommandFailure("--restore: the data from before \(name) is not kept: \(fate)")
        }
        undone = named
    }

    /// What a person reads before agreeing.
    func text(_ style: TextStyle = .plain) -> String {
        let name = cluster.key.description
        let since = undone.started.map { ", as it was at \(Amount.time($0)) UTC" } ?? ""
        return [
            style.apply(.strong, to: "This replaces all data of cluster \(name); its clients are cut off until that is done."),
            "  undoes        restore \(undone.name)",
            "  back comes    \(undone.keptDirectory ?? "")\(since)",
            "  kept in turn  the present data, with all that was written since",
        ].joined(separator: "\n") + "\n"
    }

    /// The resource to create.
    func resource(named name: String?, at now: Timestamp) throws -> PerconaPGRestore {
        var spec = Object<PerconaPGRestoreSpec>()
        spec.pgCluster = cluster.metadata.name ?? ""
        spec.repoName = undone.resource.spec.repoName
        let key = ObjectKey(namespace: cluster.metadata.namespace, name: name ?? RequestName.of(cluster, "undo", at: now))
        var restore = try PerconaPGRestore.request(key, spec.json)
        restore.json[path: ["metadata", "annotations"]] = [Annotation.undoRestore: .string(undone.name)]
        return restore
    }
}
