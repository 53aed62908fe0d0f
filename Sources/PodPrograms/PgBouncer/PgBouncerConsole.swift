internal import NIOCore

/// The admin console of the PgBouncer in this Pod.
struct PgBouncerConsole: Sendable {
    var port: Int
    var password: Sensitive<String>

    /// The user that Egret's configuration lets into the console.
    static let user = "_crunchypgbounceradmin"

    /// - Parameter environment: `PGBOUNCER_PORT` and `PGBOUNCER_ADMIN_PASSWORD`.
    init(environment: [String: String]) throws(Problem) {
        guard let port = environment["PGBOUNCER_PORT"].flatMap(Int.init) else { throw Problem("PGBOUNCER_PORT is to be a port number") }
        guard let password = environment["PGBOUNCER_ADMIN_PASSWORD"], !password.isEmpty else { throw Problem("PGBOUNCER_ADMIN_PASSWORD is not set") }
        self.port = port
        self.password = Sensitive(password)
    }

    /// Runs one command of the console.
    ///
    /// - Throws: ``PostgresFailure`` if PgBouncer refuses it.
    @discardableResult
    func run(_ command: String, timeout: TimeAmount) async throws -> PostgresResult {
        try await PostgresQuery(
            hosts: ["127.0.0.1", "::1"], port: port, user: Self.user, password: password, database: "pgbouncer", text: command, timeout: timeout
        ).run()
    }

    /// Stops giving servers to clients. Being paused already is what was wanted.
    func pause(timeout: TimeAmount) async throws {
        do {
            try await run("PAUSE", timeout: timeout)
        } catch let failure as PostgresFailure where failure.message.contains("already suspended/paused") {}
    }

    /// Gives servers to clients again. Not being paused is what was wanted.
    func resume(timeout: TimeAmount) async throws {
        do {
            try await run("RESUME", timeout: timeout)
        } catch let failure as PostgresFailure where failure.message.contains("not paused/suspended") {}
    }
}

/// A value that does not appear in logs and messages.
struct Sensitive<Value: Sendable>: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    let value: Value
    init(_ value: Value) { self.value = value }
    var description: String { "•••" }
    var debugDescription: String { "•••" }
}
