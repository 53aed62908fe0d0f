public import KubernetesModel

/// What a repository holds of a stanza: what a restore can be made from.
///
/// - Source: pgBackRest documentation, "info" command, JSON output.
public struct RepositoryReport: Sendable, Hashable {
    /// One backup that is complete.
    public struct Backup: Sendable, Hashable {
        public var label: String
        public var type: String
        /// Seconds since 1970, by the clock of the host that made it.
        public var start: Timestamp
        public var stop: Timestamp
        public var stopPosition: UInt64?
        /// Timeline that it was made on.
        public var timeline: Int?
        /// Bytes of the database, restored.
        public var size: Int64
        /// Whether pgBackRest found pages that are damaged.
        public var hasErrors: Bool

        public init(
            label: String, type: String, start: Timestamp, stop: Timestamp, stopPosition: UInt64? = nil, timeline: Int? = nil, size: Int64 = 0,
            hasErrors: Bool = false
        ) {
            self.label = label
            self.type = type
            self.start = start
            self.stop = stop
            self.stopPosition = stopPosition
            self.timeline = timeline
            self.size = size
            self.hasErrors = hasErrors
        }
    }
    /// Where a timeline was left for a newer one.
    public struct Fork: Sendable, Hashable {
        public var timeline: Int
        public var position: UInt64
        public init(timeline: Int, position: UInt64) {
            self.timeline = timeline
            self.position = position
        }
    }

    /// Backups of the present database system, the oldest first.
    public var backups: [Backup]
    /// System identifier of the database whose backups these are; nil if the stanza is not there.
    public var systemIdentifier: String?
    /// What is wrong with the repository, in pgBackRest's words; nil if it is usable.
    public var problem: String?
    /// The newest timeline of the archive.
    public var timeline: Int?
    /// pgBackRest's name of the archive, for example `17-1`.
    public var archive: String?
    /// How the newest timeline came about; empty if it is the first.
    public var history: [Fork] = []

    public init(backups: [Backup] = [], systemIdentifier: String? = nil, problem: String? = nil, timeline: Int? = nil) {
        self.backups = backups
        self.systemIdentifier = systemIdentifier
        self.problem = problem
        self.timeline = timeline
    }

    /// Reads the answer to `pgbackrest info --stanza=… --repo=… --output=json`; nil for anything else.
    public init?(info: JSONValue) {
        guard let stanzas = info.array else { return nil }
        guard let stanza = stanzas.first else {
            self.init(problem: "has no stanza: nothing was ever backed up or archived there")
            return
        }
        let status = stanza[path: "repo"]?[0]?["status"] ?? stanza["status"]
        let code = status?["code"]?.integer ?? 0
        let words = status?["message"]?.string ?? "no message"
        let databases = stanza["db"]?.array ?? []
        let present = databases.max { ($0["id"]?.integer ?? 0) < ($1["id"]?.integer ?? 0) }
        let identifier = present?["id"]?.integer
        let backups = (stanza["backup"]?.array ?? []).filter { $0[path: "database", "id"]?.integer == identifier }.compactMap(Backup.init)
        let archive = stanza["archive"]?.array?.last { $0[path: "database", "id"]?.integer == identifier }
        self.init(
            backups: backups.sorted { $0.stop < $1.stop }, systemIdentifier: present?["system-id"]?.integer.map(String.init),
            problem: code == 0 ? nil : code == 2 ? "holds no complete backup yet" : "does not answer as it should: \(words)",
            timeline: archive?["max"]?.string.flatMap(Self.timeline(ofSegment:)))
        self.archive = archive?["id"]?.string
    }

    /// Reads a history file of PostgreSQL: lines of parent timeline, position of the fork, reason.
    public mutating func read(history text: String) {
        history = text.split(separator: "\n").compactMap { line in
            let fields = line.split(whereSeparator: \.isWhitespace)
            guard fields.count >= 2, let timeline = Int(fields[0]), let position = WALPosition(parsing: String(fields[1])) else { return nil }
            return Fork(timeline: timeline, position: position.bytes)
        }
    }

    /// Name of the history file of the newest timeline; nil if that is the first one.
    public var historyFile: String? {
        guard let timeline, timeline > 1 else { return nil }
        let digits = String(timeline, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 8 - digits.count)) + digits + ".history"
    }

    /// Whether WAL leads from a backup to the newest timeline: it was made on that, or on a parent before that was left.
    func leadsOn(_ backup: Backup) -> Bool {
        guard let timeline, let own = backup.timeline, own != timeline, !history.isEmpty else { return true }
        guard let fork = history.first(where: { $0.timeline == own }) else { return false }
        guard let position = backup.stopPosition else { return true }
        return position <= fork.position
    }

    /// The timeline in the name of a WAL segment.
    static func timeline(ofSegment name: String) -> Int? { name.utf8.count >= 24 ? Int(name.prefix(8), radix: 16) : nil }
}

extension RepositoryReport.Backup {
    init?(_ json: JSONValue) {
        guard let label = json["label"]?.string, let type = json["type"]?.string,
            let start = json[path: "timestamp", "start"]?.integer, let stop = json[path: "timestamp", "stop"]?.integer
        else { return nil }
        self.init(
            label: label, type: type, start: Timestamp(secondsSince1970: start), stop: Timestamp(secondsSince1970: stop),
            stopPosition: json[path: "lsn", "stop"]?.string.flatMap(WALPosition.init(parsing:))?.bytes,
            timeline: json[path: "archive", "stop"]?.string.flatMap(RepositoryReport.timeline(ofSegment:)),
            size: json[path: "info", "size"]?.integer ?? 0, hasErrors: json["error"]?.bool ?? false)
    }
}
