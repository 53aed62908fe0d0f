public import KubernetesModel

/// Whether a restore can succeed, decided while the cluster still runs untouched.
///
/// What cannot be known before is whether a transaction or restore point of the given name is in the WAL, and whether every file of backup
/// and archive is sound: if not, the Job puts the present data back.
public struct RestoreProof: Sendable, Hashable {
    /// What the restore will do.
    public struct Course: Sendable, Hashable {
        public var backup: RepositoryReport.Backup
        /// What `pgbackrest restore` is called with, besides what belongs to the instance.
        public var options: [String]
        public var target: String
        /// Whether the present data is overwritten instead of kept.
        public var discardsPreviousData: Bool
    }
    public enum Outcome: Sendable, Hashable {
        case possible(Course)
        /// Why it cannot succeed, and what would be right.
        case impossible(String)
    }

    public var options: RestoreOptions
    public var repo: String
    public var report: RepositoryReport
    /// System identifier of the cluster's database; nil if it is not known.
    public var systemIdentifier: String?
    /// The moment until which everything that was committed is surely archived; nil if no primary was there to see to it.
    public var archivedUntil: Timestamp?
    /// Position in the WAL at that moment.
    public var archivedPosition: UInt64?
    public var now: Timestamp
    /// Why not everything could be archived, although a primary was there; nil if all is.
    public var archiveProblem: String?
    /// Bytes that are free on the volume of the instance; nil if no Pod runs there to ask.
    public var free: Int64?
    /// Whether the user lets the present data go where there is no room to keep it.
    public var mayDiscard: Bool

    public init(
        options: RestoreOptions, repo: String, report: RepositoryReport, systemIdentifier: String? = nil, archivedUntil: Timestamp? = nil,
        archivedPosition: UInt64? = nil, archiveProblem: String? = nil, now: Timestamp, free: Int64? = nil, mayDiscard: Bool = false
    ) {
        self.options = options
        self.repo = repo
        self.report = report
        self.systemIdentifier = systemIdentifier
        self.archivedUntil = archivedUntil
        self.archivedPosition = archivedPosition
        self.archiveProblem = archiveProblem
        self.now = now
        self.free = free
        self.mayDiscard = mayDiscard
    }

    public var outcome: Outcome {
        if let problem = report.problem { return .impossible("spec.repoName: \(repo) \(problem)") }
        if let ours = systemIdentifier, let theirs = report.systemIdentifier, ours != theirs {
            return .impossible(
                "spec.repoName: \(repo) holds backups of another database (system identifier \(theirs), this cluster has \(ours)): a restore in "
                    + "place takes the cluster's own; to take that one make a new cluster with spec.dataSource")
        }
        guard let first = report.backups.first, let last = report.backups.last else {
            return .impossible("spec.repoName: \(repo) holds no complete backup yet")
        }
        if let problem = targetProblem(first) { return .impossible(problem) }
        switch choose(first, last) {
        case .failure(let problem): return .impossible(problem.message)
        case .success(let backup): return room(for: backup)
        }
    }

    /// What is wrong with the target whatever the backup.
    private func targetProblem(_ first: RepositoryReport.Backup) -> String? {
        switch options.target {
        case .time(let time, _):
            if time > now {
                return "spec.options: --target \(time) is in the future: \(range(first))"
            }
            if time < first.stop {
                return "spec.options: --target \(time) is before the end of the first backup in \(repo), \(first.label): \(range(first))"
            }
            if let archivedUntil, time > archivedUntil {
                return "spec.options: --target \(time) is later than what is archived: \(range(first))"
            }
        case .position(let position, let text):
            if let start = first.stopPosition, position < start {
                return "spec.options: --target \(text) is before the end of the first backup in \(repo), \(WALPosition(bytes: start))"
            }
            if let archivedPosition, position > archivedPosition {
                return "spec.options: --target \(text) was not written yet: the WAL ends at \(WALPosition(bytes: archivedPosition))"
            }
        case .newest:
            guard let archiveProblem else { return nil }
            return
                "the newest transactions are not archived, and would be missing afterwards: \(archiveProblem): repair archiving, or name an earlier "
                + "--target"
        case .immediate, .transaction, .name: break
        }
        return nil
    }

    private func range(_ first: RepositoryReport.Backup) -> String {
        "give a time from \(first.stop) to \(archivedUntil.map { "\($0)" } ?? "now"); a time without an offset is read as UTC"
    }

    private struct NoBackup: Error { var message: String }

    private func choose(_ first: RepositoryReport.Backup, _ last: RepositoryReport.Backup) -> Result<RepositoryReport.Backup, NoBackup> {
        if let set = options.set {
            guard let backup = report.backups.first(where: { $0.label == set }) else {
                let labels = report.backups.suffix(5).map(\.label).joined(separator: ", ")
                return .failure(NoBackup(message: "spec.options: --set=\(set) is no backup in \(repo): there are \(labels)"))
            }
            if !isBeforeTarget(backup) {
                return .failure(
                    NoBackup(message: "spec.options: --set=\(set) ended at \(backup.stop), after the target: name an earlier one, or leave it out"))
            }
            return .success(backup)
        }
        // With a timeline of the user's choice, which backup leads there is the user's knowledge too, unless there is a target to go by.
        let choosesTimeline = options.others.contains { $0.hasPrefix("--target-timeline") }
        let fitting = report.backups.filter { isBeforeTarget($0) && !$0.hasErrors && (choosesTimeline || report.leadsOn($0)) }
        guard let best = fitting.last else {
            return .failure(
                NoBackup(message: "spec.repoName: no sound backup in \(repo) leads to \(options.target.inWords); the newest is \(last.label)"))
        }
        return .success(best)
    }

    private func isBeforeTarget(_ backup: RepositoryReport.Backup) -> Bool {
        switch options.target {
        case .time(let time, _): backup.stop <= time
        case .position(let position, _): backup.stopPosition.map { $0 <= position } ?? true
        case .newest, .immediate, .transaction, .name: true
        }
    }

    private func room(for backup: RepositoryReport.Backup) -> Outcome {
        var course = Course(
            backup: backup, options: ["--set=\(backup.label)"] + options.target.options + options.others, target: options.target.inWords,
            discardsPreviousData: false)
        guard let free else { return .possible(course) }
        let needed = backup.size + Self.margin
        if free >= needed { return .possible(course) }
        guard mayDiscard else {
            return .impossible(
                "the volume has \(free >> 20) MiB free, and the restored data needs \(needed >> 20) MiB beside the present data, which is kept: make the "
                    + "volume larger, or let the present data be overwritten by the annotation \(Annotation.discardPreviousData) on the cluster, "
                    + "with the name of this PerconaPGRestore as its value")
        }
        course.discardsPreviousData = true
        return .possible(course)
    }

    /// Room for WAL that is fetched and written during recovery.
    static let margin: Int64 = 256 << 20
}
