import KubernetesModel

/// Keeps the repository host, its volumes and configuration, and creates the stanza.
///
/// - Reads: the repository host's StatefulSet and claims, for which place of each repository the stanza was created last, whether archiving finds it there.
/// - Plans: the objects; one `stanza-create` from the primary when a repository is new, elsewhere or was emptied; an event for a claim that is no longer
///   used.
/// - Never: deletes a repository's claim, makes one smaller, or gives the archive of another database to this one without being told so.
struct KeepRepository: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard cluster.definition.backups.isEnabled, !cluster.waitsForRepository else { return }
        plan.objects += cluster.repositoryObjects(for: plan.instances)
        plan.refusals += cluster.repoClaimProblems
        reportUnused(cluster, into: &plan)
        guard !cluster.isGoingDown else { return }
        guard cluster.isRepositoryHostReady else {
            plan.wait(because: Because(.repositoryHostNotReady, "the repository host \(cluster.definition.names.repoHost) is not ready yet"))
            return
        }
        createStanza(cluster, into: &plan)
    }

    private func reportUnused(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        let told = cluster.resource.status[path: "pgbackrest", "unusedClaims"]?.array?.compactMap(\.string) ?? []
        for name in cluster.unusedRepoClaims.map(\.key.name) where !told.contains(name) {
            plan.events.append(
                PlannedEvent(
                    .normal,
                    Because(
                        .volumeKept, "volume \(name) is kept with the backups in it: its repository is no longer in spec.backups.pgbackrest.repos")))
        }
    }

    private func createStanza(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        let lost = cluster.lostStanzas
        guard !cluster.hasStanza || !lost.isEmpty, cluster.definition.standby == nil, let identifier = cluster.patroni?.systemIdentifier,
            let primary = cluster.writable
        else { return }
        guard cluster.mayRetry(Knowledge.stanza, after: Self.retryInterval, growingTo: Self.longestRetryInterval, into: &plan) else { return }
        let revisions = cluster.definition.backups.repos.map { (Knowledge.stanza(in: $0.name), cluster.stanzaRevision(of: $0)) }
        var step = StanzaStep(
            pod: primary.pod.key, podUID: primary.uid, systemIdentifier: identifier, revisions: Dictionary(revisions, uniquingKeysWith: { $1 }),
            takenOver: cluster.resource.takenOverArchives)
        for repo in lost { step.lost[repo.name] = cluster.revisions(ofLost: repo) }
        let words =
            lost.isEmpty
            ? "the pgBackRest stanza is created in every repository"
            : "archiving does not find the stanza in \(lost.map(\.name).joined(separator: ", ")) any more: it is made again"
        plan.act(.createStanza(step), because: Because(.stanzasCreated, words), quietly: cluster.isNew && lost.isEmpty)
    }

    /// Time before the second try: Pods need some seconds to notice new files.
    static let retryInterval = Duration.seconds(5)
    /// Time between two tries of what fails again and again: somebody has to mend it, and will not wait longer than this.
    static let longestRetryInterval = Duration.seconds(120)
}

extension Knowledge {
    /// Key of `stanza-create` in ``failures``, and beginning of the keys in ``revisions``.
    static let stanza = "stanza"
    /// Key in ``revisions``: for which place of a repository its stanza was created.
    static func stanza(in repo: String) -> String { "\(stanza).\(repo)" }
    /// Key in ``revisions``: the segment that found the stanza of a repository gone. What was in it before counts no more.
    static func stanzaLoss(in repo: String) -> String { "\(stanza)-loss.\(repo)" }
    /// Key of a stanza that was deleted with its cluster in ``revisions``.
    static let deletedStanza = "deletedStanza"
    /// Key of the write probe in ``revisions``.
    static let writeProbe = "writeProbe"
}

extension ClusterResource {
    /// Repositories whose archive of another database system a person gives to this cluster.
    var takenOverArchives: Set<String> {
        Set((metadata.annotations?[Annotation.takeOverArchive] ?? "").split(separator: ",").map(\.trimmed))
    }
}

extension Plan {
    /// Names of the instances that it keeps or makes.
    fileprivate var instances: [String] { objects.filter { $0.type == StatefulSet.resourceType }.map(\.key.name).sorted() }
}

extension ClusterSnapshot {
    /// Whether the repository host's Pod is ready.
    var isRepositoryHostReady: Bool { (statefulSets[definition.names.repoHost]?.status?.readyReplicas ?? 0) > 0 }

    /// Changes when the stanza has to be created again: another database system, another place, another volume, or backups were off meanwhile.
    func stanzaRevision(of repo: BackupsDefinition.Repo) -> String {
        stanzaRevision(of: repo, after: knowledge.revisions[Knowledge.stanzaLoss(in: repo.name)])
    }

    /// - Parameter loss: see ``Knowledge/stanzaLoss(in:)``.
    private func stanzaRevision(of repo: BackupsDefinition.Repo, after loss: String?) -> String {
        let place =
            repo.volumeClaim == nil
            ? String(describing: repo.storage) : claims[definition.claim(for: definition.names.repoClaim(repo.name))]?.spec?.volumeName ?? "unbound"
        var inputs = [patroni?.systemIdentifier ?? "", String(definition.postgresVersion), repo.name, place, definition.backups.path(of: repo)]
        if let epoch = knowledge.revisions[Knowledge.backupEpoch] { inputs.append(epoch) }
        if let loss { inputs.append(loss) }
        return StableHash.text(of: inputs.joined(separator: "\n"))
    }

    /// Whether the stanza is in a repository.
    func hasStanza(in repo: BackupsDefinition.Repo) -> Bool {
        isBootstrapped && knowledge.revisions[Knowledge.stanza(in: repo.name)] == stanzaRevision(of: repo)
    }

    /// Whether the stanza is in every repository.
    var hasStanza: Bool { isBootstrapped && definition.backups.repos.allSatisfy(hasStanza(in:)) }

    /// Repositories that had the stanza and in which archiving does not find it any more.
    var lostStanzas: [BackupsDefinition.Repo] {
        let named = leader?.archive?.trouble?.reposWithoutStanza ?? []
        return definition.backups.repos.filter { repo in
            guard named.contains(repo.name), hasStanza(in: repo) else { return false }
            // PostgreSQL and pgBackRest need a while to try again: until then they say what was true before.
            return knowledge.remadeStanzas[repo.name].map { $0.adding(Self.newStanzaPause) <= now } ?? true
        }
    }

    /// What to remember of a repository whose stanza was made again after it was found gone.
    func revisions(ofLost repo: BackupsDefinition.Repo) -> [String: String] {
        let loss = leader?.archive?.trouble?.oldest ?? ""
        return [Knowledge.stanzaLoss(in: repo.name): loss, Knowledge.stanza(in: repo.name): stanzaRevision(of: repo, after: loss)]
    }

    /// How long archiving may still complain of a stanza that was made again.
    private static let newStanzaPause = Duration.seconds(180)
}
