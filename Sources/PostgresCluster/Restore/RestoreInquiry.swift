public import KubernetesModel

/// What has to be asked before a restore: nothing of it changes the cluster, but that all WAL so far gets archived.
public struct RestoreInquiry: Sendable, Hashable {
    /// uid of the PerconaPGRestore.
    public var restore: String
    public var repo: String
    /// Where pgBackRest is asked: a member, or the repository host.
    public var reader: ObjectKey
    public var readerContainer: String
    /// A primary that sees to it that everything is archived; nil if there is none.
    public var primary: ObjectKey?
    /// The Pod on whose volume room is needed; nil if it does not run.
    public var volume: ObjectKey?
    /// Directory on that volume whose data is to come back; nil for a restore from a backup.
    public var kept: String?

    public init(
        restore: String, repo: String, reader: ObjectKey, readerContainer: String, primary: ObjectKey? = nil, volume: ObjectKey? = nil,
        kept: String? = nil
    ) {
        self.restore = restore
        self.repo = repo
        self.reader = reader
        self.readerContainer = readerContainer
        self.primary = primary
        self.volume = volume
        self.kept = kept
    }

    /// What its failure is remembered under.
    public var subject: String { Self.subject(restore) }
    static func subject(_ uid: String) -> String { "restore \(uid)" }
}

/// The answers to a ``RestoreInquiry``.
public struct RestoreFacts: Sendable, Hashable {
    public var report: RepositoryReport
    /// Everything that was committed by then is archived.
    public var archivedUntil: Timestamp?
    public var archivedPosition: UInt64?
    /// Why not everything could be archived.
    public var archiveProblem: String?
    /// Bytes that are free on the volume.
    public var free: Int64?
    /// The data that is to come back; nil if it could not be read.
    public var kept: KeptData?
    /// Why it could not.
    public var keptProblem: String?

    public init(
        report: RepositoryReport, archivedUntil: Timestamp? = nil, archivedPosition: UInt64? = nil, archiveProblem: String? = nil, free: Int64? = nil
    ) {
        self.report = report
        self.archivedUntil = archivedUntil
        self.archivedPosition = archivedPosition
        self.archiveProblem = archiveProblem
        self.free = free
    }
}

/// SQL that has a primary archive everything that was committed, and a transaction after it, where a recovery up to a time can stop.
///
/// PostgreSQL fails a recovery whose target lies behind the last transaction of the archive, so there must be a later one.
public enum ArchiveEverything {
    /// Prints a line with time and position, and ends when the segment is archived.
    public static let sql = """
        SET statement_timeout TO '90s';
        SELECT pg_catalog.to_char(pg_catalog.clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), \
        pg_catalog.pg_current_wal_insert_lsn();
        SELECT pg_catalog.pg_sleep(0.01) \\g /dev/null
        SELECT pg_catalog.pg_logical_emit_message(true, 'egret', 'restore') \\g /dev/null
        SELECT pg_catalog.set_config('egret.segment', pg_catalog.pg_walfile_name(pg_catalog.pg_switch_wal()), false) \\g /dev/null
        DO $$
        DECLARE archived text; failed text; deadline timestamptz := pg_catalog.clock_timestamp() + interval '60 s';
        BEGIN
          LOOP
            PERFORM pg_catalog.pg_stat_clear_snapshot();
            SELECT last_archived_wal, last_failed_wal INTO archived, failed FROM pg_catalog.pg_stat_archiver;
            -- The timeline is the first part of the name: names compare as positions do.
            EXIT WHEN pg_catalog.left(archived, 24) COLLATE "C" >= pg_catalog.current_setting('egret.segment');
            IF pg_catalog.clock_timestamp() > deadline THEN
              RAISE EXCEPTION 'segment % was not archived within 60 s (last failure: %)', pg_catalog.current_setting('egret.segment'),
                COALESCE(failed, 'none');
            END IF;
            PERFORM pg_catalog.pg_sleep(0.1);
          END LOOP;
        END $$;
        """

    /// Reads what the script prints; nil for anything else.
    public static func read(_ output: String) -> (until: Timestamp, position: UInt64)? {
        for line in output.split(separator: "\n") {
            let fields = line.split(separator: "|").map(String.init)
            if fields.count == 2, let time = Timestamp(parsing: fields[0]), let position = WALPosition(parsing: fields[1]) {
                return (time, position.bytes)
            }
        }
        return nil
    }
}
