public import KubernetesModel

/// What an instance says about the archiving of its WAL, in the annotation `egret.dev/archiving` of its Pod.
///
/// Only that of the leader counts: a standby archives nothing. Written by the program beside the pgBackRest server of the instance.
public struct ArchiveReport: Sendable, Hashable {
    /// When the last transaction in an archived file was committed.
    public var restorable: Timestamp?
    /// The backup that ended last, whoever took it.
    public var backup: BackupMark?
    /// Nil while every finished file of WAL is archived within a minute.
    public var trouble: Trouble?

    /// What PostgreSQL has noted in its WAL about a backup of it.
    public struct BackupMark: Sendable, Hashable {
        /// `SEGMENT.OFFSET.backup`
        public var name: String
        /// When it ended.
        public var at: Timestamp

        public init(name: String, at: Timestamp) {
            self.name = name
            self.at = at
        }

        /// Name of the segment of WAL in which it began.
        public var startSegment: String { String(name.prefix { $0 != "." }) }
    }

    /// Finished files of WAL that are not archived.
    public struct Trouble: Sendable, Hashable {
        public var waiting: Int
        /// Name of the first file that waits, and since when.
        public var oldest: String
        public var since: Timestamp?
        /// pgBackRest's reason, or which repository cannot be reached; nil where neither is known.
        public var error: String?
        /// Whether every repository answers, though nobody says why the file waits.
        public var isReachable = false
        /// How much of the volume that holds the WAL is free.
        public var freePercent: Int?

        public init(waiting: Int, oldest: String, since: Timestamp? = nil, error: String? = nil, freePercent: Int? = nil) {
            self.waiting = waiting
            self.oldest = oldest
            self.since = since
            self.error = error
            self.freePercent = freePercent
        }

        /// Repositories in which archiving does not find the stanza: a bucket that was deleted or emptied.
        ///
        /// - Source: pgBackRest 2.55, `archive-push`: `repo2: [FileMissingError] unable to load info file '…/archive.info' or …`.
        public var reposWithoutStanza: Set<String> {
            let parts = (error ?? "").split(separator: ";").map(\.trimmed)
            return Set(
                parts.filter { $0.hasPrefix("repo") && $0.dropFirst(5).hasPrefix(": [FileMissingError]") && $0.range(of: "archive.info") != nil }
                    .map { String($0.prefix(5)) })
        }

        /// The volume fills up: what is left is for a person to decide about.
        public var isDiskAtRisk: Bool { (freePercent ?? 100) < Self.riskyPercent }

        /// Below this much free space a full volume, which ends PostgreSQL, is a matter of hours on most clusters.
        static let riskyPercent = 20
    }

    public init(restorable: Timestamp? = nil, trouble: Trouble? = nil) {
        self.restorable = restorable
        self.trouble = trouble
    }

    /// - Parameter text: JSON; nil for anything else.
    public init?(annotation text: String) {
        guard let json = try? JSONValue(parsing: text), json.object != nil else { return nil }
        restorable = json["restorable"]?.string.flatMap(Timestamp.init(parsing:))
        if let name = json["backup"]?.string, let at = json["backupAt"]?.string.flatMap(Timestamp.init(parsing:)) {
            backup = BackupMark(name: name, at: at)
        }
        guard let waiting = json["waiting"]?.integer, waiting > 0 else { return }
        trouble = Trouble(
            waiting: Int(clamping: waiting), oldest: json["oldest"]?.string ?? "", since: json["since"]?.string.flatMap(Timestamp.init(parsing:)),
            error: json["error"]?.string, freePercent: json["free"]?.integer.map { Int(clamping: $0) })
        trouble?.isReachable = json["reachable"]?.bool ?? false
    }
}

extension Annotation {
    /// On an instance's Pod: how archiving goes.
    public static let archiving = "egret.dev/archiving"
}

extension Member {
    /// What it says about archiving; nil before it has said anything.
    public var archive: ArchiveReport? { pod.metadata.annotations?[Annotation.archiving].flatMap(ArchiveReport.init(annotation:)) }
}

extension Timestamp {
    /// As `latestRestorableTime` of a backup has it, and as `--target` of a restore takes it: `2026-01-31 12:00:00.123456+0000`.
    ///
    /// - Source: Percona operator 3.1.0.
    public var restorableText: String {
        let text = Timestamp(microsecondsSince1970: microseconds).description
        return text.prefix(10) + " " + text.dropFirst(11).dropLast() + "+0000"
    }
}
