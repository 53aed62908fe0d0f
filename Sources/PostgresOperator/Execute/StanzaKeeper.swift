import KubernetesModel
import PostgresCluster

/// Creates and deletes the stanza of a cluster in its repositories, after a look at whose archive is there.
struct StanzaKeeper {
    let tools: PodTools

    /// Creates the stanza in every repository, or upgrades it where it goes on after an earlier database system.
    ///
    /// - Returns: names of the repositories in which nothing was.
    /// - Throws: ``ActionProblem``: the Pod does not yet see the configuration; a repository cannot be read; or a repository in an object store
    ///   holds the archive of another database, for which the message proposes a place that is free.
    @discardableResult func create(_ step: StanzaStep, in cluster: ClusterDefinition) async throws -> Set<String> {
        try await checkConfiguration(in: step.pod, of: cluster)
        let states = try await states(in: step.pod)
        var isContinued = false
        for repo in cluster.backups.repos {
            switch states[repo.number] {
            case .unreadable(let reason): throw ActionProblem("\(repo.name) cannot be used: \(reason.onOneLine)")
            case .present(let identifier) where identifier != step.systemIdentifier:
                guard step.mayTakeOver(repo) else { throw try await occupied(repo, by: identifier, step, cluster) }
                isContinued = true
            default: break
            }
        }
        do {
            _ = try await tools.pgBackRest(["stanza-create"], in: step.pod)
        } catch let problem as ActionProblem {
            guard isContinued else { throw problem }
            _ = try await tools.pgBackRest(["stanza-upgrade"], in: step.pod)
        }
        return Set(cluster.backups.repos.filter { states[$0.number] == .missing }.map(\.name))
    }

    /// Deletes the stanza with all its backups and WAL, if it is that of this database system. Repositories without one are passed over.
    ///
    /// - Throws: ``ActionProblem`` before anything is deleted, if a repository cannot be read or holds another archive.
    func delete(_ deletion: StanzaDeletion) async throws {
        let states = try await states(in: deletion.pod)
        var present: [Int] = []
        for repo in deletion.repos {
            guard let number = Int(repo.dropFirst("repo".count)) else { continue }
            switch states[number] {
            case .unreadable(let reason): throw ActionProblem("nothing was deleted: \(repo) cannot be read: \(reason.onOneLine)")
            case .present(let identifier) where identifier != deletion.systemIdentifier:
                throw ActionProblem(
                    "nothing was deleted: \(repo) holds the archive of another database (system identifier \(identifier), this cluster's is "
                        + "\(deletion.systemIdentifier)); take the finalizer percona.com/delete-backups away to keep it")
            case .present: present.append(number)
            case .missing, nil: break
            }
        }
        for number in present {
            // Deleting it in one repository takes back the stop, without which it is refused.
            _ = try await tools.pgBackRest(["stop"], in: deletion.pod)
            _ = try await tools.pgBackRest(["--repo=\(number)", "stanza-delete", "--force"], in: deletion.pod, timeout: .seconds(600))
        }
    }

    /// A Pod sees a changed ConfigMap up to a minute late: pgBackRest must not work in the places of before.
    private func checkConfiguration(in pod: ObjectKey, of cluster: ClusterDefinition) async throws {
        let seen = try await tools.file("/etc/pgbackrest/conf.d/pgbackrest_instance.conf", in: pod)
        guard seen == PgBackRestConfiguration.instance(of: cluster).trimmed else {
            throw ActionProblem("the configuration of pgBackRest in \(pod.name) is not up to date yet")
        }
    }

    private func states(in pod: ObjectKey, options: [String] = []) async throws -> [Int: StanzaInfo] {
        let answer = try await tools.pgBackRest(["--output=json"] + options + ["info"], in: pod)
        guard let json = try? JSONValue(parsing: answer), json.array != nil else {
            throw ActionProblem("what pgBackRest says about the repositories could not be read")
        }
        return StanzaInfo.states(info: json)
    }

    private func occupied(
        _ repo: BackupsDefinition.Repo, by identifier: String, _ step: StanzaStep, _ cluster: ClusterDefinition
    ) async throws -> ActionProblem {
        var free: String?
        for path in cluster.backups.alternativePaths(for: repo, of: cluster) {
            let states = try await states(in: step.pod, options: ["--repo=\(repo.number)", "--\(repo.name)-path=\(path)"])
            if states[repo.number] == .missing {
                free = path
                break
            }
        }
        let field = "spec.backups.pgbackrest.global.\(repo.name)-path"
        return ActionProblem(
            "\(field): \(cluster.backups.path(of: repo)) in the bucket holds the archive of another database (system identifier \(identifier)): "
                + "use a place that is free\(free.map { ", such as \($0)" } ?? ""). If this cluster replaces that database, annotate it with "
                + "\(Annotation.takeOverArchive)=\(repo.name)")
    }
}

extension String {
    /// pgBackRest's reasons have several lines; what follows `***` is the request to an object store and its answer.
    fileprivate var onOneLine: String {
        split(separator: "\n").prefix { !$0.hasPrefix("***") }.map { String($0).trimmed }.filter { !$0.isEmpty }.joined(separator: "; ")
    }
}
