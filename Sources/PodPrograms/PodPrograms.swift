internal import Glibc

/// The programs that Egret needs inside the Pods of a cluster, all in one executable that tells them apart by the name it is called by.
///
/// `docs/images.md` says what each does and how each container is called. They work as any user, without a shell, without a passwd entry and on a
/// read-only root file system.
public enum PodPrograms {
    /// Runs the program of a name.
    ///
    /// - Parameters:
    ///   - name: what the process was called, with or without folders: `/opt/crunchy/bin/pre-stop`.
    ///   - arguments: what came after the name.
    /// - Returns: the exit status, or nil if no program has this name. Some programs never return, or become another program.
    public static func run(name: String, arguments: [String]) async -> Int32? {
        let base = name.split(separator: "/").last.map(String.init) ?? name
        guard let program = all[base] else { return nil }
        signal(SIGPIPE, SIG_IGN)
        return await program(Invocation(name: base, arguments: arguments))
    }

    /// The names of all programs, sorted: what the install step puts into `/opt/crunchy/bin`.
    public static var names: [String] { all.keys.sorted() }

    private static let all: [String: @Sendable (Invocation) async -> Int32] = [
        "archive-push": { ArchivePush.main($0) },
        "clear-volume": { ClearVolume.main($0) },
        "drill": { await Drill.main($0) },
        "init-entrypoint.sh": { $0.run { try Installation(arguments: $0).run() } },
        "latest-commit-timestamp": { LatestCommitTimestamp.main($0) },
        "nss-wrapper": { $0.run { _ in try NameServiceFiles().write() } },
        "pgbackrest": { await BackupJob.main($0) },
        "pgbackrest-config": { await PgBackRestConfiguration.main($0) },
        "pgbackrest-server": { await PgBackRestServer.main($0) },
        "pgbouncer-config": { await PgBouncerConfiguration.main($0) },
        "pgbouncer-hold": { await PgBouncerHold.main($0) },
        "pgbouncer-startup": { await PgBouncerStartup.main($0) },
        "postgres-entrypoint.sh": { PostgresEntrypoint.main($0) },
        "postgres-liveness-check.sh": { await HealthCheck.liveness.main($0) },
        "postgres-readiness-check.sh": { await HealthCheck.readiness.main($0) },
        "postgres-startup": { PostgresStartup.main($0) },
        "pre-stop": { await PreStop.main($0) },
        "release-kept": { InstanceDirectories.release($0) },
        "replication-cert-copy": { await ReplicationFiles.main($0) },
        "restore": { await Restore.main($0) },
        "restore-command-wrapper.sh": { RestoreCommand.main($0) },
        "take-over-volume": { TakeOverVolume.main($0) },
        "undo-restore": { await Restore.undo($0) },
        "volume-report": { VolumeReport.main($0) },
    ]
}
