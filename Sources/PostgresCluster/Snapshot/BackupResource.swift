public import KubernetesModel

/// A PerconaPGBackup as it was seen.
public struct BackupResource: Sendable, Hashable {
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

    public var name: String { metadata.name ?? "" }
    public var key: ObjectKey { ObjectKey(namespace: metadata.namespace, name: name) }
    public var state: State { State(rawValue: status["state"]?.string ?? "") ?? .new }
    public var isOver: Bool { state == .succeeded || state == .failed }
    public var repoName: String? { spec["repoName"]?.string }
    public var options: [String] { spec["options"]?.array?.compactMap(\.string) ?? [] }
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

    public init(label: String, type: String, deltaBytes: Int64, annotations: [String: String]) {
        self.label = label
        self.type = type
        self.deltaBytes = deltaBytes
        self.annotations = annotations
    }

    /// Reads the answer to `pgbackrest info --output=json`; nil for anything else.
    public static func list(info: JSONValue) -> [StoredBackup]? {
        guard let stanzas = info.array else { return nil }
        return stanzas.flatMap { $0["backup"]?.array ?? [] }.compactMap { backup in
            guard let label = backup["label"]?.string, let type = backup["type"]?.string else { return nil }
            return StoredBackup(
                label: label, type: type, deltaBytes: backup[path: "info", "repository", "delta"]?.integer ?? 0,
                annotations: backup["annotation"]?.object?.compactMapValues(\.string) ?? [:])
        }
    }
}

extension Annotation {
    /// On a PerconaPGBackup: name of its Job.
    public static let backupJobName = "pgv2.percona.com/pgbackrest-backup-job-name"
    /// On a PerconaPGBackup: `replica-create` or `manual`.
    public static let backupJobType = "pgv2.percona.com/pgbackrest-backup-job-type"
}
