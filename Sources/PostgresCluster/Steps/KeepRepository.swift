import KubernetesModel

/// Keeps the repository host, its volumes and configuration, and creates the stanza.
///
/// - Reads: the repository host's StatefulSet, for what the stanza was created last.
/// - Plans: the objects, and one `stanza-create` from the primary.
/// - Never: deletes a repository's claim.
struct KeepRepository: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard cluster.definition.backups.isEnabled else { return }
        plan.objects += cluster.repositoryObjects(for: plan.instances)
        guard !cluster.isGoingDown else { return }
        guard cluster.isRepositoryHostReady else {
            plan.wait(because: Because(.repositoryHostNotReady, "the repository host \(cluster.definition.names.repoHost) is not ready yet"))
            return
        }
        createStanza(cluster, into: &plan)
    }

    private func createStanza(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard !cluster.hasStanza, cluster.definition.standby == nil else { return }
        let revision = cluster.stanzaRevision
        let because = Because(.stanzasCreated, "the pgBackRest stanza is created from the primary")
        guard let primary = cluster.writable else { return }
        guard cluster.mayRetry(Knowledge.stanza, after: Self.retryInterval, into: &plan) else { return }
        plan.act(.createStanza(pod: primary.pod.key, podUID: primary.uid, revision: revision), because: because)
    }

    /// Time between two tries: the sidecar that reloads the server needs some seconds to notice new files.
    static let retryInterval = Duration.seconds(5)
}

extension Knowledge {
    /// Key of the stanza in ``revisions``.
    static let stanza = "stanza"
    /// Key of a stanza that was deleted with its cluster in ``revisions``.
    static let deletedStanza = "deletedStanza"
    /// Key of the write probe in ``revisions``.
    static let writeProbe = "writeProbe"
}

extension Plan {
    /// Names of the instances that it keeps or makes.
    fileprivate var instances: [String] { objects.filter { $0.type == StatefulSet.resourceType }.map(\.key.name).sorted() }
}

extension ClusterSnapshot {
    /// Whether the repository host's Pod is ready.
    var isRepositoryHostReady: Bool { (statefulSets[definition.names.repoHost]?.status?.readyReplicas ?? 0) > 0 }

    /// Changes when the stanza has to be created again: another database system, other repositories, other volumes behind them.
    var stanzaRevision: String {
        let repos = definition.backups.repos.map { repo in
            "\(repo.name)=\(claims[definition.names.repoClaim(repo.name)]?.spec?.volumeName ?? String(describing: repo.storage))"
        }
        return StableHash.text(of: ([patroni?.systemIdentifier ?? "", String(definition.postgresVersion)] + repos).joined(separator: "\n"))
    }

    /// Whether the stanza is in every repository.
    var hasStanza: Bool { isBootstrapped && knowledge.revisions[Knowledge.stanza] == stanzaRevision }
}
