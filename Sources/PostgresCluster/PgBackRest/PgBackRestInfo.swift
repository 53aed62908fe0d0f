public import KubernetesModel

/// What `pgbackrest info --output=json` says.
///
/// - Source: pgBackRest 2.54 to 2.57, "Command Reference", and `src/command/info/info.c`.
public struct PgBackRestInfo: Sendable, Hashable {
    public let stanzas: [Stanza]

    /// Reads the output; nil for what is not a list.
    public init?(parsing text: String) {
        guard let list = (try? JSONValue(parsing: text))?.array else { return nil }
        stanzas = list.compactMap(Stanza.init)
    }

    /// The stanza of the cluster.
    public var stanza: Stanza? { stanzas.first { $0.name == PgBackRestConfiguration.stanza } }

    /// One stanza in all repositories that were asked for.
    public struct Stanza: Sendable, Hashable {
        public let name: String
        public let status: Status
        public let message: String
        /// Whether a backup runs now.
        public let isLocked: Bool
        /// The oldest first.
        public let backups: [Backup]
        public let archives: [Archive]

        init?(_ json: JSONValue) {
            guard let name = json["name"]?.string else { return nil }
            self.name = name
            status = Status(code: json[path: "status", "code"]?.integer)
            message = json[path: "status", "message"]?.string ?? ""
            isLocked = json[path: "status", "lock", "backup", "held"]?.bool ?? false
            backups = (json["backup"]?.array ?? []).compactMap(Backup.init)
            archives = (json["archive"]?.array ?? []).compactMap(Archive.init)
        }
    }

    /// How a stanza is.
    public enum Status: Sendable, Hashable {
        case ok
        /// There is a stanza, but no backup.
        case noBackup
        /// The stanza is missing, in one repository at least.
        case missing
        /// Anything else, with pgBackRest's number.
        case error(Int64)

        init(code: Int64?) {
            switch code {
            case 0: self = .ok
            case 2: self = .noBackup
            case 1, 3, 99: self = .missing
            default: self = .error(code ?? -1)
            }
        }
    }

    /// One backup.
    public struct Backup: Sendable, Hashable {
        /// For example `20261124-084401F` or `20261124-084401F_20261124-090000I`.
        public let label: String
        /// `full`, `diff` or `incr`.
        public let type: String
        public let start: Timestamp
        public let stop: Timestamp
        public let startPosition: WALPosition?
        public let stopPosition: WALPosition?
        /// The WAL that must be replayed at least: first and last segment.
        public let startSegment: String?
        public let stopSegment: String?
        /// Number of the repository.
        public let repo: Int?
        /// Whether pages with wrong checksums were found.
        public let hasErrors: Bool
        /// Bytes of the database.
        public let databaseSize: Int64?
        /// Bytes that this backup copied out of the database.
        public let databaseDelta: Int64?
        /// Bytes that this backup added to the repository.
        public let repositoryDelta: Int64?
        /// The backup that this one builds on.
        public let prior: String?
        public let annotations: [String: String]

        init?(_ json: JSONValue) {
            guard let label = json["label"]?.string, let start = json[path: "timestamp", "start"]?.integer,
                let stop = json[path: "timestamp", "stop"]?.integer
            else { return nil }
            self.label = label
            type = json["type"]?.string ?? ""
            self.start = Timestamp(secondsSince1970: start)
            self.stop = Timestamp(secondsSince1970: stop)
            startPosition = json[path: "lsn", "start"]?.walPosition
            stopPosition = json[path: "lsn", "stop"]?.walPosition
            startSegment = json[path: "archive", "start"]?.string
            stopSegment = json[path: "archive", "stop"]?.string
            repo = json[path: "database", "repo-key"]?.integer.map(Int.init)
            hasErrors = json["error"]?.bool ?? false
            databaseSize = json[path: "info", "size"]?.integer
            databaseDelta = json[path: "info", "delta"]?.integer
            repositoryDelta = json[path: "info", "repository", "delta"]?.integer
            prior = json["prior"]?.string
            annotations = json["annotation"]?.object?.compactMapValues(\.string) ?? [:]
        }

        /// Name of the PerconaPGBackup that the backup was taken for.
        public var backupName: String? { annotations["percona.com/backup-name"] }
        /// Name of the Job that took it.
        public var jobName: String? { annotations["percona.com/backup-job-name"] }
        /// `replica-create` or nothing.
        public var jobType: String? { annotations["percona.com/backup-job-type"] }
    }

    /// The WAL that a repository has.
    public struct Archive: Sendable, Hashable {
        public let id: String
        /// First segment; nil where there is none.
        public let min: String?
        /// Last segment.
        public let max: String?
        public let repo: Int?

        init?(_ json: JSONValue) {
            guard let id = json["id"]?.string else { return nil }
            self.id = id
            min = json["min"]?.string
            max = json["max"]?.string
            repo = json[path: "database", "repo-key"]?.integer.map(Int.init)
        }
    }
}
