public import KubernetesModel

/// A position in the WAL that is surely archived when a drill begins: what its recovery has to get past.
public struct ArchiveMark: Sendable, Hashable {
    /// Name of the drill's Job.
    public var drill: String
    /// The primary that writes it.
    public var pod: ObjectKey
    public var podUID: String
    /// SQL of the user that must be there for the drill.
    public var sql: DrillDefinition.SQLSource?

    public init(drill: String, pod: ObjectKey, podUID: String, sql: DrillDefinition.SQLSource?) {
        self.drill = drill
        self.pod = pod
        self.podUID = podUID
        self.sql = sql
    }

    public enum Answer: Sendable, Hashable {
        /// Everything up to here is archived, and a record behind it.
        case archived(WALPosition)
        /// Why the drill cannot run its SQL.
        case sqlMissing(String)
    }

    /// What its failure is remembered under.
    public var subject: String { Self.subject(drill) }
    static func subject(_ drill: String) -> String { "mark for \(drill)" }
}
