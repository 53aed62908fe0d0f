public import KubernetesModel

/// A PerconaPGBackup as it was seen.
public struct BackupResource: RequestResource {
    public var metadata: ObjectMeta
    public var spec: JSONValue
    public var status: JSONValue

    /// The kind.
    public static let type = ResourceType(
        group: "pgv2.percona.com", version: "v2", kind: "PerconaPGBackup", plural: "perconapgbackups", isNamespaced: true)

    public init(metadata: ObjectMeta, spec: JSONValue, status: JSONValue = .emptyObject) {
        self.metadata = metadata
        self.spec = spec
        self.status = status
    }

    public enum State: String, Sendable { case new = "", starting = "Starting", running = "Running", succeeded = "Succeeded", failed = "Failed" }

    /// Label of its backup in the repository.
    public var storedLabel: String? { status["backupName"]?.string }
    /// The backup in the repository that this object was made for, which was not taken by a Job.
    public var recordedLabel: String? { metadata.annotations?[Annotation.storedBackup] }
    public var finalizers: [String] { metadata.finalizers ?? [] }
    /// Whether it is the backup from which replicas are made.
    public var isFirst: Bool { metadata.annotations?[Annotation.backupJobType] == "replica-create" }
    /// Name of its Job: given with the first backup, else as the status says.
    public var jobName: String? { metadata.annotations?[Annotation.backupJobName] ?? status["jobName"]?.string }
}

/// One backup in a repository, as `pgbackrest info` lists it.
public struct StoredBackup: Sendable, Hashable {
    /// pgBackRest's name of it, for example `20261124-084400F`.
    public var label: String
    /// `full`, `diff` or `incr`.
    public var type: String
    /// Bytes that this backup added to the repository.
    public var deltaBytes: Int64
    public var annotations: [String: String]
    /// Labels of the backups that it cannot be restored without.
    public var references: [String]
    /// Whether pages with wrong checksums were found while it was taken.
    public var hasErrors: Bool
    /// When it was complete.
    public var stopped: Timestamp?
    /// Name of the segment of WAL in which it began.
    public var startSegment: String?

    public init(
        label: String, type: String, deltaBytes: Int64, annotations: [String: String], references: [String] = [], hasErrors: Bool = false,
        stopped: Timestamp? = nil, startSegment: String? = nil
    ) {
        self.label = label
        self.type = type
        self.deltaBytes = deltaBytes
        self.annotations = annotations
        self.references = references
        self.hasErrors = hasErrors
        self.stopped = stopped
        self.startSegment = startSegment
    }

    /// Reads the answer to `pgbackrest info --output=json` about one repository.
    ///
    /// Nil for anything else, and where the repository could not be read: that no backup is listed then says nothing.
    ///
    /// - Source: pgBackRest 2.55, `info.c`: status 0 is ok, 2 "no valid backups"; the others tell of errors and missing paths.
    public static func list(info: JSONValue) -> [StoredBackup]? {
        guard let stanzas = info.array else { return nil }
        let codes = stanzas.flatMap { stanza in ([stanza] + (stanza["repo"]?.array ?? [])).compactMap { $0[path: "status", "code"]?.integer } }
        guard codes.allSatisfy({ $0 == 0 || $0 == 2 }) else { return nil }
        return stanzas.flatMap { $0["backup"]?.array ?? [] }.compactMap { backup in
            guard let label = backup["label"]?.string, let type = backup["type"]?.string else { return nil }
            return StoredBackup(
                label: label, type: type, deltaBytes: backup[path: "info", "repository", "delta"]?.integer ?? 0,
                annotations: backup["annotation"]?.object?.compactMapValues(\.string) ?? [:],
                references: (backup["reference"]?.array ?? []).compactMap(\.string) + [backup["prior"]?.string].compactMap(\.self),
                hasErrors: backup["error"]?.bool ?? false,
                stopped: backup[path: "timestamp", "stop"]?.integer.map(Timestamp.init(secondsSince1970:)),
                startSegment: backup[path: "archive", "start"]?.string)
        }
    }

    /// Whether it was taken by this Job for the PerconaPGBackup of this name.
    func isOf(backup: String, job: String) -> Bool {
        // Names of PerconaPGBackups may be used again, those of Jobs not. Older backups do not tell their Job.
        annotations[Self.jobAnnotation].map { $0 == job } ?? (annotations[Self.backupAnnotation] == backup)
    }

    /// Keys of pgBackRest's annotations of a backup.
    static let backupAnnotation = "percona.com/backup-name"
    static let jobAnnotation = "percona.com/backup-job-name"
}

extension Annotation {
    /// On a PerconaPGBackup that was made for a backup which nobody asked for by an object: its label in the repository.
    public static let storedBackup = "egret.dev/stored-backup"
    /// On a PerconaPGBackup that a schedule made: the time for which it was made.
    public static let scheduledFor = "egret.dev/scheduled-for"
    /// On a PerconaPGBackup: name of its Job.
    public static let backupJobName = "pgv2.percona.com/pgbackrest-backup-job-name"
    /// On a PerconaPGBackup: `replica-create` or `manual`.
    public static let backupJobType = "pgv2.percona.com/pgbackrest-backup-job-type"
}
