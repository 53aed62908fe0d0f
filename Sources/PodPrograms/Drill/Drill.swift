internal import KubernetesModel

/// The container of a drill's Job: restores the newest backup of a repository, replays all WAL, and looks whether the data is sound.
///
/// It only reads the repository. The restored server listens on no address and archives nothing; its data goes with the Pod.
struct Drill: Sendable {
    var major: Int
    var stanza: String
    /// As pgBackRest counts repositories.
    var repo: String
    /// The position in the WAL that recovery has to get past: everything up to it, and a record behind it, was archived before the drill began.
    var marker: LogPosition
    var checks = Checks()
    var dataVolume = "/pgdata"
    var tools: DrillTools
    var time = Time.real()
    var log: @Sendable (String) -> Void

    /// What is looked at besides the recovery.
    struct Checks: Sendable, Hashable {
        /// Options of pg_amcheck; nil: it is not run.
        var amcheck: [String]?
        /// File with SQL of the user.
        var sql: String?
        var pages = false
    }

    /// A repository may not answer for a moment.
    private static let attempts = 3

    /// Characters of a message: the whole report has to fit into a termination message.
    private static let longestMessage = 1000

    private var data: String { "\(dataVolume)/pg\(major)" }
    private var walDirectory: String { "\(dataVolume)/pg\(major)_wal" }
    private var tablespaces: String { "\(dataVolume)/tablespaces" }

    /// Does everything, and tells what was found.
    func run() async -> (finding: Finding, report: [String: JSONValue]) {
        var report: [String: JSONValue] = ["marker": .string(marker.description)]
        let verdict: Verdict
        do {
            let backup = try await restore(&report)
            try replay(&report)
            try look(at: backup, &report)
            verdict = Verdict(.verified, "")
        } catch let found as Verdict {
            verdict = found
        } catch {
            verdict = Verdict(Self.lacksRoom("\(error)") ? .noRoom : .interrupted, "\(error)")
        }
        report["finding"] = .string(verdict.finding.rawValue)
        report["message"] = .string(String(verdict.message.prefix(Self.longestMessage)))
        return (verdict.finding, report)
    }

    // MARK: Fetching

    private func restore(_ report: inout [String: JSONValue]) async throws -> DrillBackup {
        try Files.makeFolder("\(dataVolume)/pgbackrest/log", mode: 0o775)
        let backup = try await newestBackup()
        report["backup"] = .string(backup.label)
        let began = time.elapsed()
        try await fetch(backup)
        report["restoreSeconds"] = .integer((time.elapsed() - began).components.seconds)
        report["bytes"] = .integer(Files.treeSize(data) + Files.treeSize(tablespaces))
        return backup
    }

    private func newestBackup() async throws -> DrillBackup {
        let list = try await answer { try contents() }
        guard let newest = list.newest else { throw Verdict(.noBackup, "repo\(repo) holds no complete backup of this database") }
        return newest
    }

    private func contents() throws -> DrillBackup.List {
        let command = [
            "pgbackrest", "info", "--stanza=\(stanza)", "--repo=\(repo)", "--output=json", "--log-level-console=off", "--log-level-stderr=error",
        ]
        let outcome = try tools.run(command, true)
        guard outcome.status == 0, let json = try? JSONValue(parsing: outcome.text) else {
            let words = PgBackRestError.last(in: outcome.text) ?? "pgbackrest info ended with status \(outcome.status)"
            throw Self.verdict(status: outcome.status, words: words)
        }
        return try DrillBackup.List(info: json)
    }

    private func fetch(_ backup: DrillBackup) async throws {
        try await answer { () throws -> Void in
            for folder in [data, walDirectory, tablespaces] { try Files.removeTree(folder) }
            for folder in [data, tablespaces] { try Files.makeFolder(folder, mode: 0o700) }
            let command = [
                "pgbackrest", "restore", "--stanza=\(stanza)", "--pg1-path=\(data)", "--repo=\(repo)", "--set=\(backup.label)",
                "--link-map=pg_wal=\(walDirectory)", "--tablespace-map-all=\(tablespaces)", "--log-level-console=info",
            ]
            log("running \(command.joined(separator: " "))")
            let outcome = try tools.run(command, false)
            log(outcome.text)
            guard outcome.status != 0 else { return }
            let words = PgBackRestError.last(in: outcome.text) ?? "pgbackrest restore ended with status \(outcome.status)"
            let verdict = Self.verdict(status: outcome.status, words: words)
            // Retention may have taken it meanwhile.
            if verdict.finding == .backupUnreadable, let now = try? contents(), !now.labels.contains(backup.label) {
                throw Verdict(.backupExpired, "\(backup.label) was removed from repo\(repo) while it was restored")
            }
            throw verdict
        }
    }

    /// Tries again while the repository does not answer.
    private func answer<Value>(_ body: () throws -> Value) async throws -> Value {
        var pause = Duration.seconds(5)
        for _ in 1..<Self.attempts {
            do { return try body() } catch let verdict as Verdict where verdict.finding == .repositoryUnreachable {
                log("\(verdict.message): tried again in \(pause)")
            }
            await time.sleep(pause)
            pause *= 3
        }
        return try body()
    }

    /// What a failure of pgBackRest says about the backup.
    ///
    /// - Source: pgBackRest 2.55, `error.yaml`.
    static func verdict(status: Int32, words: String) -> Verdict {
        if lacksRoom(words) { return Verdict(.noRoom, words) }
        return Verdict(isPassing(status) ? .repositoryUnreachable : .backupUnreadable, words)
    }

    /// Whether a status of pgBackRest says nothing about what is in the repository.
    ///
    /// Protocol, host-connect, archive-timeout, service, access: the repository could not be asked. Lock, stop, term, memory, kernel: nor could we.
    private static func isPassing(_ status: Int32) -> Bool { [39, 49, 50, 62, 63, 82, 94, 100, 101, 105].contains(status) || status > 125 }

    static func lacksRoom(_ words: String) -> Bool { words.contains("No space left on device") }

    // MARK: Recovering

    private func replay(_ report: inout [String: JSONValue]) throws {
        try Files.remove("\(data)/patroni.dynamic.json")
        try Files.remove("\(data)/postmaster.pid")
        let began = time.elapsed()
        let said: String
        do { said = try tools.start(data) } catch let failure as Recovery.Failure {
            if Self.lacksRoom(failure.said) { throw Verdict(.noRoom, failure.description) }
            throw Verdict(.recoveryFailed, failure.description + Self.hint(in: failure.said))
        }
        report["recoverySeconds"] = .integer((time.elapsed() - began).components.seconds)
        report["recoveredTo"] = Recovery.lastTransaction(in: said).map { .string($0) }
        let position = try end()
        report["position"] = .string(position.description)
        report["checks"] = ["recovery"]
        guard position > marker else {
            if let status = PgBackRestError.status(in: said), Self.isPassing(status) {
                throw Verdict(.repositoryUnreachable, "recovery ended at \(position), since WAL could not be fetched\(Self.hint(in: said))")
            }
            throw Verdict(
                .markerNotReached,
                "recovery ended at \(position), but when the drill began everything up to \(marker) had been archived: later transactions would be "
                    + "lost\(Self.hint(in: said))")
        }
    }

    /// Where recovery ended: the newest timeline, which promotion has begun, was left there.
    ///
    /// - Source: PostgreSQL 17, `timeline.c`: each line of a history file has a parent timeline, the position where it was left, and why.
    private func end() throws -> LogPosition {
        let files = try Files.entries("\(data)/pg_wal").filter { $0.hasSuffix(".history") }
        guard let newest = files.last else { throw Problem("\(data)/pg_wal has no history file: the restored server was not promoted") }
        let line = try Files.text("\(data)/pg_wal/\(newest)").split(separator: "\n").last { !$0.hasPrefix("#") }
        let fields = (line ?? "").split(whereSeparator: \.isWhitespace)
        guard fields.count >= 2, let position = LogPosition(parsing: String(fields[1])) else {
            throw Problem("\(newest) does not tell where recovery ended")
        }
        return position
    }

    /// What pgBackRest said of the segment that could not be had.
    private static func hint(in said: String) -> String {
        PgBackRestError.last(in: said).map { ": pgBackRest said \($0)" } ?? ""
    }

    // MARK: Looking

    private func look(at backup: DrillBackup, _ report: inout [String: JSONValue]) throws {
        var done = ["recovery"]
        if let options = checks.amcheck {
            try checkStructure(options)
            done.append("amcheck")
        }
        if let file = checks.sql {
            try runSQL(file)
            done.append("sql")
        }
        report["checks"] = done.json
        try tools.stop(data)
        guard checks.pages else { return }
        if backup.hasDamagedPages { throw Verdict(.pagesDamaged, "pgBackRest found pages with wrong checksums when it took \(backup.label)") }
        guard try checkPages() else { return }
        report["checks"] = (done + ["pageChecksums"]).json
    }

    private func checkStructure(_ options: [String]) throws {
        let command = ["pg_amcheck", "--all", "--install-missing", "--no-password", "--host=\(tools.socket)", "--username=postgres"] + options
        log("running \(command.joined(separator: " "))")
        let outcome = try tools.run(command, true)
        guard outcome.status != 0 else { return }
        log(outcome.text)
        let words = outcome.text.firstLines(3)
        if outcome.text.contains("is not available") { throw Verdict(.checkNotRun, "pg_amcheck: \(words)") }
        throw Verdict(.structureDamaged, words.isEmpty ? "pg_amcheck ended with status \(outcome.status)" : words)
    }

    /// What the SQL prints is the user's data: only its errors are told.
    private func runSQL(_ file: String) throws {
        guard Files.exists(file) else { throw Verdict(.sqlMissing, "\(file) is not there: the ConfigMap or its key is missing") }
        log("running the SQL in \(file)")
        let command = [
            "psql", "-XAtqw", "--set=ON_ERROR_STOP=1", "--host=\(tools.socket)", "--username=postgres", "--dbname=postgres", "--file=\(file)",
        ]
        let outcome = try tools.run(command, true)
        let lines = outcome.text.split(separator: "\n", omittingEmptySubsequences: false)
        guard outcome.status == 0 else {
            let error = lines.last { $0.contains("ERROR:") || $0.contains("FATAL:") || $0.hasPrefix("psql: error") }.map(String.init)
            throw Verdict(.sqlFailed, error?.trimmed ?? "psql ended with status \(outcome.status)")
        }
        if let row = lines.firstIndex(of: "f") { throw Verdict(.sqlFailed, "row \(row + 1) of what the SQL prints is f, for false") }
    }

    /// Whether there are checksums to compare.
    private func checkPages() throws -> Bool {
        log("running pg_checksums --check")
        let outcome = try tools.run(["pg_checksums", "--check", "--pgdata=\(data)"], true)
        log(outcome.text)
        guard outcome.status != 0 else { return true }
        if outcome.text.contains("data checksums are not enabled") { return false }
        let words = outcome.text.split(separator: "\n").first { $0.contains("checksum verification failed") }.map(String.init)
        throw Verdict(.pagesDamaged, words?.trimmed ?? outcome.text.firstLines(3))
    }
}

extension String {
    /// The first lines that are not empty, on one line.
    fileprivate func firstLines(_ count: Int) -> String {
        split(separator: "\n").prefix(count).map { String($0).trimmed }.joined(separator: "; ")
    }
}
