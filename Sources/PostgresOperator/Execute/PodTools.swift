import KubernetesClient
import KubernetesModel
import PostgresCluster

/// Runs the tools of PostgreSQL and pgBackRest in Pods. Scripts go to standard input; nothing secret is an argument.
struct PodTools {
    let pods: any PodExecutor

    /// Runs a script as `postgres`, over the socket, in one session for each database.
    func run(_ script: SQLScript, in pod: ObjectKey, timeout: Duration = .seconds(120)) async throws {
        _ = try await run(script.command, in: pod, stdin: script.text, timeout: timeout)
    }

    /// One query in database `postgres`: what psql prints without headers and alignment.
    private func query(_ sql: String, in pod: ObjectKey, timeout: Duration = .seconds(30)) async throws -> String {
        try await run(["psql", "-XAtqw", "--set=ON_ERROR_STOP=1", "--dbname=postgres", "--file=-"], in: pod, stdin: sql, timeout: timeout)
    }

    func settings(in pod: ObjectKey) async throws -> PostgresSettings {
        let answer = try await query(PostgresSettings.query, in: pod)
        guard let json = try? JSONValue(parsing: answer), let settings = PostgresSettings(json: json) else {
            throw ActionProblem("pg_settings could not be read")
        }
        return settings
    }

    /// What a repository holds, asked in an instance or in the repository host.
    func storedBackups(in pod: ObjectKey, repo: String, container: String = Member.container) async throws -> [StoredBackup] {
        let number = repo.dropFirst("repo".count)
        let answer = try await run(
            ["pgbackrest", "--stanza=db", "--repo=\(number)", "--output=json", "--log-level-console=warn", "info"], in: pod, container: container,
            timeout: .seconds(60))
        guard let json = try? JSONValue(parsing: answer), let backups = StoredBackup.list(info: json) else {
            throw ActionProblem("what \(repo) holds could not be read")
        }
        return backups
    }

    /// Ends a backup's pgBackRest in the repository host, waits until it is gone, and ends its session in the database.
    func end(_ backup: RunningBackup) async throws {
        if let host = backup.host { _ = try await run(backup.end, in: host, container: RunningBackup.container, timeout: .seconds(40)) }
        if let primary = backup.primary { try await run(backup.endOfSessions, in: primary) }
    }

    /// Removes a backup from its repository.
    ///
    /// What depends on it is looked up once more, since that would go as well.
    ///
    /// - Returns: what the repository holds then.
    func expire(_ label: String, from repo: String, in host: ObjectKey) async throws -> [StoredBackup] {
        let before = try await storedBackups(in: host, repo: repo, container: RunningBackup.container)
        guard before.contains(where: { $0.label == label }) else { return before }
        if let obstacle = before.obstacle(toExpiring: label, in: repo) { throw ActionProblem(obstacle) }
        let number = repo.dropFirst("repo".count)
        _ = try await run(
            ["pgbackrest", "--stanza=db", "--repo=\(number)", "--log-level-console=warn", "--set=\(label)", "expire"], in: host,
            container: RunningBackup.container, timeout: .seconds(600))
        return try await storedBackups(in: host, repo: repo, container: RunningBackup.container)
    }

    /// What has to be known before a restore.
    func facts(for inquiry: RestoreInquiry) async throws -> RestoreFacts {
        let number = inquiry.repo.dropFirst("repo".count)
        func pgBackRest(_ arguments: String...) async throws -> String {
            try await run(
                ["pgbackrest", "--stanza=db", "--repo=\(number)", "--log-level-console=off", "--log-level-stderr=error"] + arguments,
                in: inquiry.reader, container: inquiry.readerContainer, timeout: .seconds(60))
        }
        var facts = RestoreFacts(report: RepositoryReport())
        if let primary = inquiry.primary {
            do {
                let archived = try await archiveEverything(in: primary)
                (facts.archivedUntil, facts.archivedPosition) = (archived?.until, archived?.position)
            } catch let problem as ActionProblem {
                facts.archiveProblem = problem.message
            }
        }
        let answer = try await pgBackRest("--output=json", "info")
        guard let json = try? JSONValue(parsing: answer), let report = RepositoryReport(info: json) else {
            throw ActionProblem("pgbackrest info in \(inquiry.reader.name) gave no list of backups")
        }
        facts.report = report
        if let file = report.historyFile, let archive = report.archive {
            // Without it every backup counts as leading on; a recovery that cannot go on from its backup fails, and the previous data returns.
            do { facts.report.read(history: try await pgBackRest("repo-get", "archive/db/\(archive)/\(file)")) } catch is ActionProblem {}
        }
        if let kept = inquiry.kept, let volume = inquiry.volume {
            do {
                facts.kept = KeptData(controlData: try await run(["env", "LC_ALL=C", "pg_controldata", kept], in: volume))
            } catch let problem as ActionProblem {
                facts.keptProblem = problem.message
            }
        } else if let volume = inquiry.volume {
            let output = try await run(["df", "--block-size=1", "--output=avail", "/pgdata"], in: volume)
            facts.free = output.split(separator: "\n").last.flatMap { Int64($0.filter { !$0.isWhitespace }) }
        }
        return facts
    }

    /// Waits until a primary has archived everything that was committed, and a transaction after it.
    ///
    /// - Returns: until when that is, and the position in the WAL before that transaction.
    func archiveEverything(in primary: ObjectKey) async throws -> (until: Timestamp, position: UInt64)? {
        ArchiveEverything.read(try await query(ArchiveEverything.sql, in: primary, timeout: .seconds(120)))
    }

    /// Removes what a restore kept on the volume of an instance.
    func release(_ release: PreviousDataRelease) async throws {
        _ = try await run(
            ["/opt/crunchy/bin/release-kept", String(release.major), release.walDirectory, release.suffix], in: release.pod, timeout: .seconds(600))
    }

    /// A write through the Service, as a client makes it: the name is resolved, the certificate verified.
    func probeWrite(from pod: ObjectKey, host: String, port: Int, verifiesName: Bool) async throws {
        _ = try await query(
            "SELECT pg_catalog.pg_logical_emit_message(true, 'egret', 'ready')", to: host, port: port, verifiesName: verifiesName, from: pod)
    }

    /// One query over the network, with the certificate by which members follow each other.
    private func query(_ sql: String, to host: String, port: Int, verifiesName: Bool, from pod: ObjectKey) async throws -> String {
        let quoted = host.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "\\'")
        let connection =
            "host='\(quoted)' port=\(port) dbname=postgres user=\(DatabaseRole.replication) connect_timeout=5 "
            + "sslmode=\(verifiesName ? "verify-full" : "verify-ca") "
            + "sslcert=/tmp/replication/tls.crt sslkey=/tmp/replication/tls.key sslrootcert=/tmp/replication/ca.crt"
        return try await run(
            ["psql", "-XAtqw", "--set=ON_ERROR_STOP=1", "--dbname=\(connection)", "--file=-"], in: pod, stdin: sql, timeout: .seconds(15))
    }

    /// How far a standby and its source are. The source comes first: what is received by the time that the standby is asked counts.
    ///
    /// - Throws: ``ActionProblem`` if the standby does not answer; a source that does not is part of the answer.
    func ask(_ inquiry: StandbyInquiry, at now: @Sendable () -> Timestamp) async throws -> StandbyFacts {
        var answer: StandbyFacts.Answer?
        var problem: String?
        if let host = inquiry.host {
            do {
                let text = try await query(StandbyInquiry.sourceQuery, to: host, port: inquiry.port, verifiesName: false, from: inquiry.pod)
                answer = StandbyFacts.Answer(text)
            } catch let failure as ActionProblem { problem = failure.message }
        }
        if answer == nil, let site = inquiry.mainSite {
            // Its Pod may be gone since it was seen.
            do { answer = StandbyFacts.Answer(try await query(StandbyInquiry.sourceQuery, in: site)) } catch {
                problem = problem ?? (error as? ActionProblem)?.message ?? "\(error)"
            }
        }
        let own = try await query(StandbyInquiry.ownQuery, in: inquiry.pod)
        guard let facts = StandbyFacts(at: now(), own: own, answer: answer, problem: problem) else {
            throw ActionProblem("how far \(inquiry.pod.name) has replayed could not be read")
        }
        return facts
    }

    /// A file of the container `database`, without space around it.
    func file(_ path: String, in pod: ObjectKey) async throws -> String { try await run(["cat", path], in: pod) }

    /// One command of pgBackRest for the cluster's stanza; its warnings and errors are the reason of a failure.
    func pgBackRest(_ arguments: [String], in pod: ObjectKey, timeout: Duration = .seconds(120)) async throws -> String {
        try await run(
            ["pgbackrest", "--stanza=\(PgBackRestConfiguration.stanza)", "--log-level-console=warn"] + arguments, in: pod, timeout: timeout)
    }

    /// - Throws: ``ActionProblem`` with what the program wrote to standard error, if it does not end with 0.
    private func run(
        _ command: [String], in pod: ObjectKey, container: String = Member.container, stdin: String? = nil, timeout: Duration = .seconds(30)
    ) async throws -> String {
        let result = try await pods.exec(command, in: pod, container: container, stdin: stdin.map { Array($0.utf8) }, timeout: timeout)
        guard result.exitCode == 0 else {
            let words = String(decoding: result.stderr.isEmpty ? result.stdout : result.stderr, as: UTF8.self).trimmed
            throw ActionProblem("\(command[0]) in \(pod.name) ended with status \(result.exitCode): \(words.lastLines(3))")
        }
        return String(decoding: result.stdout, as: UTF8.self).trimmed
    }
}

extension String {
    /// The last lines, on one line: errors of tools end with what matters.
    func lastLines(_ count: Int) -> String {
        split(separator: "\n").suffix(count).joined(separator: "; ")
    }
}
