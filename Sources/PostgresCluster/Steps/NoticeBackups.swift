import KubernetesModel

/// Looks into the repositories when PostgreSQL has noted a backup that is not known: somebody took it by hand.
///
/// PostgreSQL notes the end of a backup before pgBackRest has completed it, and notes those of other programs, such as pg_basebackup, as well: it is looked
/// for a few times, with growing pauses, and then given up.
///
/// - Reads: what the leader says about the last backup, what `pgbackrest info` said.
/// - Plans: to read each repository.
/// - Never: looks while a backup of ours is under way, which is looked up when it has ended.
struct NoticeBackups: PlanStep {
    /// How long after its end a backup is looked for.
    static let looks: [Int64] = [15, 60, 300, 1200]

    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard cluster.definition.backups.isEnabled, !cluster.isGoingDown, cluster.hasFirstBackup, let made = cluster.leader?.archive?.backup,
            !cluster.backups.values.contains(where: cluster.hasBegun)
        else { return }
        let known = cluster.definition.backups.repos.map { cluster.knowledge.storedBackups[$0.name] }
        // Until each was read for the first time, that is on its way.
        guard !known.contains(nil), !known.contains(where: { $0?.contains { $0.startSegment == made.startSegment } == true }) else { return }
        let age = cluster.now.secondsSince1970 - made.at.secondsSince1970
        let passed = Self.looks.filter { $0 <= age }.count
        if passed < Self.looks.count {
            plan.lookAgain(after: .seconds(max(1, Self.looks[passed] - age)), because: "a backup that PostgreSQL has noted is looked for")
        }
        guard passed > 0 else { return }
        for repo in cluster.definition.backups.repos {
            let subject = "look \(passed) for \(made.name) in \(repo.name)"
            guard !cluster.knowledge.settled.contains(subject) else { continue }
            cluster.readBackups(
                of: repo, subject, because: Because(.changed, "PostgreSQL noted a backup, \(made.name): it is looked for in \(repo.name)"),
                into: &plan)
        }
    }
}
