internal import Glibc
internal import KubernetesModel

/// Lets PostgreSQL replay WAL up to the target and begin a timeline of its own, with nobody connected and nothing archived.
///
/// It runs without hot standby, so that no setting of the old server has to be met while it replays, and is ready only when it is promoted.
struct Recovery: Sendable {
    /// What came of it.
    struct Result: Sendable, Hashable {
        /// The timeline that the data begins.
        var timeline: Int64
        /// When the last transaction was committed that it has, as PostgreSQL says it; nil if there was none after the backup.
        var recoveredTo: String?
    }

    var logFile = "/pgdata/pgbackrest/log/recovery.log"
    var scratch = "/tmp/egret-restore"
    /// Who may connect, over the socket in ``scratch``: nobody, unless somebody is to look at what was recovered.
    var access = "local all all reject\n"
    /// Settings that count more than ours.
    var overrides: [String: String] = [:]
    var log: @Sendable (String) -> Void

    /// As long as it takes: a limit of time would end a recovery that makes progress.
    private static let patience = "31536000"

    func run(_ data: String) throws -> Result {
        let said = try start(data)
        try stop(data)
        return Result(timeline: try ControlData(parsing: ControlData.output(of: data)).timeline, recoveredTo: Self.lastTransaction(in: said))
    }

    /// Recovers, and leaves the promoted server running.
    ///
    /// - Returns: PostgreSQL's log of it.
    /// - Throws: ``Failure``.
    func start(_ data: String) throws -> String {
        try Files.makeFolder(scratch, mode: 0o700)
        try Files.write("".utf8, to: "\(scratch)/postgresql.conf")
        try Files.write(access.utf8, to: "\(scratch)/pg_hba.conf")
        try Files.write("".utf8, to: "\(scratch)/pg_ident.conf")
        try Files.remove(logFile)
        let settings = try settings(control: ControlData.output(of: data))
        let options = settings.sorted { $0.key < $1.key }.map { "-c \($0.key)='\($0.value)'" }.joined(separator: " ")
        log("PostgreSQL replays WAL; its log is \(logFile)")
        let start = ["pg_ctl", "start", "-w", "-s", "-t", Self.patience, "-D", data, "-l", logFile, "-o", options]
        let isPromoted = try ChildProcess.run(start).status == 0 && waitForPromotion(of: data)
        let said = (try? Files.text(logFile)) ?? ""
        log(said)
        guard isPromoted else { throw Failure(description: Self.reason(in: said), said: said) }
        return said
    }

    /// Stops the server, with a checkpoint.
    func stop(_ data: String) throws {
        let stop = try ChildProcess.run(["pg_ctl", "stop", "-w", "-s", "-t", Self.patience, "-m", "fast", "-D", data]).status
        guard stop == 0 else { throw Problem("PostgreSQL recovered, but did not stop: \(Self.reason(in: (try? Files.text(logFile)) ?? ""))") }
    }

    /// PostgreSQL did not get there.
    struct Failure: Error, CustomStringConvertible {
        var description: String
        /// Its log.
        var said: String
    }

    /// Waits until the server that was started is ready, or gone. It counts as started as soon as recovery begins.
    ///
    /// - Source: PostgreSQL 17, `src/include/utils/pidfile.h`: the eighth line of postmaster.pid says `starting`, `standby`, `ready` or `stopping`.
    private func waitForPromotion(of data: String) -> Bool {
        let file = "\(data)/postmaster.pid"
        while true {
            // A server that ends removes the file; one that is killed leaves it, and its process is then a child that has ended.
            guard let lines = try? Files.text(file).split(separator: "\n", omittingEmptySubsequences: false),
                let process = lines.first.flatMap({ pid_t($0) })
            else { return false }
            if lines.count >= 8, String(lines[7]).trimmed == "ready" { return true }
            if waitpid(process, nil, WNOHANG) == process || kill(process, 0) != 0 { return false }
            usleep(Self.interval)
        }
    }

    /// Microseconds between two looks.
    private static let interval: UInt32 = 100_000

    /// Settings for the command line, which count more than any file. What WAL notes about settings stays as it was.
    private func settings(control: String) -> [String: String] {
        var settings = [
            "config_file": "\(scratch)/postgresql.conf", "hba_file": "\(scratch)/pg_hba.conf", "ident_file": "\(scratch)/pg_ident.conf",
            "listen_addresses": "", "unix_socket_directories": scratch, "external_pid_file": "", "ssl": "off",
            "hot_standby": "off", "archive_mode": "on", "archive_command": "false", "archive_library": "", "shared_preload_libraries": "",
            "primary_conninfo": "", "primary_slot_name": "", "synchronous_standby_names": "", "huge_pages": "try", "logging_collector": "off",
            "log_destination": "stderr", "log_min_messages": "info", "lc_messages": "C", "timezone": "UTC", "log_timezone": "UTC",
            "log_line_prefix": "%m ", "log_statement": "none", "log_startup_progress_interval": "3s",
        ]
        let labels = [
            "max_connections": "max_connections setting", "max_worker_processes": "max_worker_processes setting",
            "max_wal_senders": "max_wal_senders setting", "max_prepared_transactions": "max_prepared_xacts setting",
            "max_locks_per_transaction": "max_locks_per_xact setting", "wal_level": "wal_level setting", "wal_log_hints": "wal_log_hints setting",
            "track_commit_timestamp": "track_commit_timestamp setting",
        ]
        for line in control.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1).map { String($0).trimmed }
            guard parts.count == 2, let name = labels.first(where: { $0.value == parts[0] })?.key else { continue }
            settings[name] = parts[1]
        }
        // A backup needs more than this to have been archived, whatever was set when its control file was written.
        if settings["wal_level"] == "minimal" { settings["wal_level"] = "replica" }
        return settings.merging(overrides) { $1 }
    }

    /// Why PostgreSQL did not get there, by the last thing that it could not get past.
    static func reason(in text: String) -> String {
        let lines = text.split(separator: "\n")
        let last = lines.last { $0.contains("FATAL:") || $0.contains("PANIC:") } ?? lines.last { $0.contains("ERROR:") } ?? lines.last
        guard let last else { return "PostgreSQL did not start, and said nothing" }
        let words = ["FATAL:", "PANIC:", "ERROR:", "LOG:"].lazy.compactMap { last.firstRange(of: $0)?.upperBound }.first
        let message = String(words.map { last[$0...] } ?? last).trimmed
        if message.hasPrefix("recovery ended before configured recovery target was reached") {
            return "the WAL that was archived does not have the target: \(message)"
        }
        return "recovery failed: \(message)"
    }

    /// The time in `last completed transaction was at log time 2026-11-24 08:44:00.123456+00`.
    static func lastTransaction(in text: String) -> String? {
        let phrase = "last completed transaction was at log time "
        let line = text.split(separator: "\n").last { $0.firstRange(of: phrase) != nil }
        return line.flatMap { line in line.firstRange(of: phrase).map { String(line[$0.upperBound...]).trimmed } }
    }
}

/// A tool whose output goes to the container's log, and whose error is remembered.
enum ToolRun {
    /// Runs a command; nil when it ends with 0, else its last error, or its status.
    ///
    /// - Parameter line: is told each line; those at level detail go nowhere else.
    static func failure(of command: [String], _ line: (String) -> Void) throws -> String? {
        let error = LastError()
        var rest: [UInt8] = []
        let status = try ChildProcess.run(command) { part in
            error.take(Array(part))
            rest += part
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let text = String(decoding: rest[..<end], as: UTF8.self)
                rest.removeFirst(end + 1)
                if text.firstRange(of: " DETAIL: ") == nil { standardOutput(text + "\n") }
                line(text)
            }
        }
        return status == 0 ? nil : error.text ?? "\(command[0]) ended with status \(status)"
    }
}
