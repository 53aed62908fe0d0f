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
    private func query(_ sql: String, in pod: ObjectKey) async throws -> String {
        try await run(["psql", "-XAtqw", "--set=ON_ERROR_STOP=1", "--dbname=postgres", "--file=-"], in: pod, stdin: sql)
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

    /// A write through the Service, as a client makes it: the name is resolved, the certificate verified.
    func probeWrite(from pod: ObjectKey, host: String, port: Int) async throws {
        let connection =
            "host=\(host) port=\(port) dbname=postgres user=\(DatabaseRole.replication) connect_timeout=5 sslmode=verify-full "
            + "sslcert=/tmp/replication/tls.crt sslkey=/tmp/replication/tls.key sslrootcert=/tmp/replication/ca.crt"
        _ = try await run(
            ["psql", "-XAtqw", "--set=ON_ERROR_STOP=1", "--dbname=\(connection)", "--file=-"], in: pod,
            stdin: "SELECT pg_catalog.pg_logical_emit_message(true, 'egret', 'ready')", timeout: .seconds(15))
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
