internal import KubernetesModel

/// What is told about archiving, as the annotation `egret.dev/archiving` of the Pod has it.
///
/// All is well: only `restorable`, and `backup` with `backupAt` where a backup has ended. Trouble: also `waiting`, `oldest`, `since`, and what is known of
/// `error` and `free` (percent); `reachable` is true where there is no error and every repository answers.
struct ArchiveReport: Sendable, Hashable {
    var restorable: String?
    var backup: BackupHistory?
    /// Nil: every file is archived, or has not waited for long.
    var trouble: Trouble?

    struct Trouble: Sendable, Hashable {
        var waiting: Int
        var oldest: String
        /// Seconds since 1970.
        var since: Int64
        var error: String?
        var isReachable = false
        var freePercent: Int?
    }

    static let annotation = "egret.dev/archiving"

    var text: String {
        var json = JSONValue.emptyObject
        json["restorable"] = restorable.map { .string($0) }
        if let backup {
            json["backup"] = .string(backup.name)
            json["backupAt"] = .string(Timestamp(secondsSince1970: backup.at).description)
        }
        if let trouble {
            json["waiting"] = .integer(Int64(trouble.waiting))
            json["oldest"] = .string(trouble.oldest)
            json["since"] = .string(Timestamp(secondsSince1970: trouble.since).description)
            json["error"] = trouble.error.map { .string($0) }
            if trouble.isReachable { json["reachable"] = true }
            json["free"] = trouble.freePercent.map { .integer(Int64($0)) }
        }
        return json.text
    }
}

/// Decides what is told about archiving, and when: a value.
///
/// - Guarantees: what did not change is not told again; trouble and its end are told at once, anything else at most every ``interval`` or
///   ``troubleInterval``.
struct ArchiveReporter: Sendable {
    /// What to do after a look.
    struct Decision: Sendable, Hashable {
        var publish: ArchiveReport?
        /// When to look again though nothing happened; nil: only when something happens.
        var next: Duration?
    }

    /// How long a file with an error may wait: pgBackRest's first retries cure a hiccup. Without one, the way to the repositories is looked into then.
    static let patience: Int64 = 20
    /// How long a file may wait without an error: PostgreSQL's `archive_timeout`, and pgBackRest's.
    static let longestWait: Int64 = 60
    /// Between two reports of a newer transaction.
    static let interval: Int64 = 10
    /// Between two reports of how a trouble grows.
    static let troubleInterval: Int64 = 60

    private var published: ArchiveReport?
    private var publishedAt: Int64 = 0
    /// The last reason for the file that waits: pgBackRest forgets it while it tries again.
    private var reason: (oldest: String, text: String)?

    init() {}

    /// Whether to find out if the repositories can be reached before the next look: a file waits, and pgBackRest, which tries for minutes, has not said why.
    func wantsProbe(_ seen: ArchiveObservation, at now: Int64) -> Bool {
        guard let oldest = seen.oldest, let since = seen.since, seen.error == nil, reason?.oldest != oldest else { return false }
        return now - since >= Self.patience
    }

    /// - Parameter now: seconds since 1970.
    mutating func look(_ seen: ArchiveObservation, at now: Int64) -> Decision {
        if let error = seen.error, let oldest = seen.oldest { reason = (oldest, error) }
        if reason?.oldest != seen.oldest { reason = nil }
        var report = ArchiveReport(restorable: seen.restorable, backup: seen.backup)
        var untilNext: Int64?
        if let oldest = seen.oldest, let since = seen.since {
            let waited = now - since
            var why = reason?.text
            if why == nil, case .unreachable(let obstacle) = seen.reachability { why = obstacle }
            // What is known to be in trouble stays so until it is archived.
            let allowed = why == nil && published?.trouble?.oldest != oldest ? Self.longestWait : Self.patience
            if waited >= allowed {
                report.trouble = .init(
                    waiting: seen.waiting, oldest: oldest, since: since, error: why, isReachable: why == nil && seen.reachability == .reachable,
                    freePercent: seen.freePercent)
            } else {
                untilNext = (waited < Self.patience ? Self.patience : allowed) - waited
            }
        }
        guard report != published else { return Decision(next: untilNext.map { .seconds(max(1, $0)) }) }
        let wait = publishedAt + pause(before: report) - now
        guard published == nil || wait <= 0 else { return Decision(next: .seconds(min(wait, untilNext ?? wait))) }
        return Decision(publish: report, next: report.trouble == nil ? untilNext.map { .seconds(max(1, $0)) } : .seconds(Self.troubleInterval))
    }

    /// Takes note that a report has arrived.
    mutating func didPublish(_ report: ArchiveReport, at now: Int64) {
        published = report
        publishedAt = now
    }

    private func pause(before report: ArchiveReport) -> Int64 {
        if (report.trouble == nil) != (published?.trouble == nil) { return 0 }
        return report.trouble == nil ? Self.interval : Self.troubleInterval
    }
}
