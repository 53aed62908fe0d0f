public import KubernetesModel

/// A pgBackRest that works in the repository host on behalf of a Job, and is to end.
public struct RunningBackup: Sendable, Hashable {
    /// Pod of the repository host; nil where it does not run, so that nothing works in it.
    public var host: ObjectKey?
    /// Pod of the primary; nil if there is none, and so no session.
    public var primary: ObjectKey?
    public var job: String
    /// When the backup was deleted: sessions that began later are those of others.
    public var deletedAt: Timestamp
    /// What a failure is remembered under.
    public var subject: String

    public init(host: ObjectKey?, primary: ObjectKey?, job: String, deletedAt: Timestamp, subject: String) {
        self.host = host
        self.primary = primary
        self.job = job
        self.deletedAt = deletedAt
        self.subject = subject
    }

    /// Ends the sessions that pgBackRest's other half, beside PostgreSQL, has opened for it.
    ///
    /// It does not notice that its other side is gone while PostgreSQL works on `pg_backup_start`, and holds the lock of a backup until then.
    public var endOfSessions: SQLScript {
        SQLScript(
            """
            SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
            WHERE application_name LIKE 'pgBackRest [backup%' AND backend_start < \(SQLText.literal(deletedAt.description))::timestamptz + '1s';
            """, in: .database("postgres"))
    }

    /// The container of the repository host that it works in.
    public static let container = "pgbackrest"

    /// A command for that container that ends the pgBackRest of a Job and waits until it is gone: status 0, also where there is none.
    ///
    /// It is found by an annotation that the Job gave to its backup, so that no other one is touched.
    public var end: [String] {
        ["bash", "-c", Self.script, "end-backup", "--annotation=\(StoredBackup.jobAnnotation)=\(job)"]
    }

    private static let script = #"""
        found() { pids=(); for f in /proc/[0-9]*/cmdline; do
          { mapfile -d '' -t words < "$f"; } 2> /dev/null || continue
          [ "${words[0]##*/}" = pgbackrest ] || continue
          for word in "${words[@]}"; do if [ "$word" = "$1" ]; then f=${f#/proc/}; pids+=("${f%/cmdline}"); break; fi; done
        done; [ ${#pids[@]} -gt 0 ]; }
        for ((try = 0; try < 60; try++)); do
          found "$1" || exit 0
          if ((try < 40)); then kill -TERM "${pids[@]}" 2> /dev/null; else kill -KILL "${pids[@]}" 2> /dev/null; fi
          sleep 0.5
        done
        echo "process ${pids[*]} does not end" >&2; exit 1
        """#
}
