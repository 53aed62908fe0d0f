import KubernetesModel

/// Whether the data that an earlier restore kept can come back, decided while the cluster still runs untouched.
struct UndoProof {
    /// Name of the PerconaPGRestore that is to be undone.
    var name: String
    /// The PerconaPGRestore that asks for it.
    var restore: RestoreResource
    var cluster: ClusterSnapshot

    /// The data that comes back.
    struct Source: Sendable, Hashable {
        var instance: String
        /// In the container `database` of the instance.
        var directory: String
    }

    /// Why there is nothing to come back, in words for the user.
    struct Obstacle: Error, Sendable, Hashable {
        var message: String
        init(_ message: String) { self.message = message }
    }

    /// What the objects say; what is on the volume is looked up afterwards (``obstacle(in:systemIdentifier:)``).
    func source() throws(Obstacle) -> Source {
        let field = "annotation \(Annotation.undoRestore)"
        guard restore.options.isEmpty else {
            throw Obstacle("spec.options: must be empty: the data before restore \(name) comes back as it was")
        }
        guard let undone = cluster.restores[name], name != restore.name else {
            throw Obstacle("\(field): \"\(name)\" is no other PerconaPGRestore of cluster \(cluster.definition.name)")
        }
        guard undone.state == .succeeded else {
            throw Obstacle("\(field): restore \(name) has not succeeded, so there is nothing to undo")
        }
        guard let directory = undone.status[path: "previousData", "directory"]?.string else {
            let fate = undone.status[path: "previousData", "keptUntil"]?.string ?? "there was none"
            throw Obstacle("\(field): the data before restore \(name) is not kept: \(fate)")
        }
        guard undone.metadata.annotations?[Annotation.releasePreviousData] != "true" else {
            throw Obstacle("\(field): restore \(name) is to let the data before it go (\(Annotation.releasePreviousData))")
        }
        let instances = cluster.instances.filter { $0.name == undone.instance && $0.dataClaim?.isThere == true }
        guard let instance = instances.first, cluster.definition.instanceSets.contains(where: { $0.name == instance.set }) else {
            let claim = undone.status[path: "previousData", "claim"]?.string ?? ""
            throw Obstacle("\(field): the data before restore \(name) was on claim \(claim), which no instance of the cluster has any more")
        }
        guard directory.keptSuffix != nil, directory.hasPrefix("\(DataPaths.dataDirectory(cluster.definition.postgresVersion))_") else {
            throw Obstacle("\(field): the data before restore \(name), \(directory), is not of PostgreSQL \(cluster.definition.postgresVersion)")
        }
        return Source(instance: instance.name, directory: directory)
    }

    /// What speaks against it when the repository and the volume were asked; nil if nothing does.
    func obstacle(to source: Source, in facts: RestoreFacts, repo: String, systemIdentifier: String?) -> String? {
        // A new timeline must be above all that the archive has: so the archive has to answer, and to be this database's.
        if let problem = facts.report.problem, facts.report.systemIdentifier == nil { return "spec.repoName: \(repo) \(problem)" }
        if let ours = systemIdentifier, let theirs = facts.report.systemIdentifier, ours != theirs {
            return "spec.repoName: \(repo) is of another database (system identifier \(theirs), this cluster has \(ours))"
        }
        guard let kept = facts.kept else {
            return "\(source.directory) on the volume of \(source.instance) cannot be read: \(facts.keptProblem ?? "it says nothing")"
        }
        guard systemIdentifier == nil || kept.systemIdentifier == systemIdentifier else {
            return "\(source.directory) is of another database (system identifier \(kept.systemIdentifier), this cluster has "
                + "\(systemIdentifier ?? "none"))"
        }
        return nil
    }
}

/// What is known of data that a restore has kept.
public struct KeptData: Sendable, Hashable {
    public var systemIdentifier: String

    public init(systemIdentifier: String) { self.systemIdentifier = systemIdentifier }

    /// Reads the output of `pg_controldata` in the C locale; nil for anything else.
    public init?(controlData text: String) {
        let label = "Database system identifier:"
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(label) }) else { return nil }
        systemIdentifier = line.dropFirst(label.count).filter { !$0.isWhitespace }
        guard UInt64(systemIdentifier) != nil else { return nil }
    }
}

extension RestoreStart {
    /// The way of a restore that undoes another one.
    func planUndo(of name: String, _ repo: BackupsDefinition.Repo, into plan: inout Plan) {
        let proof = UndoProof(name: name, restore: restore, cluster: cluster)
        let source: UndoProof.Source
        do { source = try proof.source() } catch { return fail(error.message, into: &plan) }
        if let reason = obstacle { return wait(reason, into: &plan) }
        guard cluster.members.contains(where: { $0.instance == source.instance && $0.isRunning }) else {
            return wait("waits until \(source.instance) runs: the data before restore \(name) is on its volume", into: &plan)
        }
        guard let facts = cluster.knowledge.restoreFacts[restore.uid] else {
            return inquire(repo, source.instance, kept: source.directory, into: &plan)
        }
        if let problem = proof.obstacle(to: source, in: facts, repo: repo.name, systemIdentifier: systemIdentifier) {
            return fail(problem, into: &plan)
        }
        begin(on: source.instance, "the data before restore \(name) comes back to \(source.instance)", into: &plan) { status in
            status["target"] = .string("the data before restore \(name)")
            status["undo"] = ["restore": .string(name), "directory": .string(source.directory)]
        }
    }
}

extension RestoreResource {
    /// The restore that this one is to undo, as it was asked for; nil for one from a backup.
    var undoes: String? { metadata.annotations?[Annotation.undoRestore].flatMap { $0.isEmpty ? nil : $0 } }

    /// What comes back by a restore that undoes another one, as its status has it since it began.
    var undo: (restore: String, directory: String)? {
        guard let name = status[path: "undo", "restore"]?.string, let directory = status[path: "undo", "directory"]?.string else { return nil }
        return (name, directory)
    }
}

extension String {
    /// What makes the directories of one restore's kept data: what follows `_kept_` in a name.
    var keptSuffix: String? {
        let parts = split(separator: "/").last.map(String.init)?.split(separator: "_") ?? []
        guard parts.count == 3, parts[1] == "kept" else { return nil }
        return String(parts[2])
    }
}

extension Annotation {
    /// On a PerconaPGRestore: name of another one whose previous data comes back instead of a backup.
    public static let undoRestore = "egret.dev/undo-restore"
}
