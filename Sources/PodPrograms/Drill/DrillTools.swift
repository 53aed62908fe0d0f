internal import KubernetesModel

/// What a drill does with the programs of the image.
struct DrillTools: Sendable {
    /// What a program that has ended printed.
    struct Outcome: Sendable, Hashable {
        var status: Int32
        var text: String
    }

    /// Runs a command; the second argument says whether what it writes to standard error counts, too.
    var run: @Sendable (_ command: [String], _ withErrors: Bool) throws -> Outcome
    /// Recovers the data and leaves the server running; returns its log.
    ///
    /// Throws `Recovery.Failure`.
    var start: @Sendable (_ data: String) throws -> String
    var stop: @Sendable (_ data: String) throws -> Void
    /// Folder of the server's socket.
    var socket: String

    /// The real ones.
    ///
    /// - Parameter major: of PostgreSQL.
    static func real(major: Int, log: @escaping @Sendable (String) -> Void) -> DrillTools {
        var recovery = Recovery(log: log)
        recovery.scratch = "/tmp/egret-drill"
        recovery.access = "local all all trust\n"
        recovery.overrides = [
            "archive_mode": "off", "archive_command": "", "autovacuum": "off",
            // A subscription would take from the slot that belongs to the real cluster.
            "max_logical_replication_workers": "0",
        ]
        // Event triggers are for the real cluster, and some need a library that is not loaded here. Before 17 this also silences foreign keys.
        recovery.overrides.merge(major >= 17 ? ["event_triggers": "off"] : ["session_replication_role": "replica"]) { $1 }
        return DrillTools(
            run: { command, withErrors in
                let outcome = try ChildProcess.run(command, withErrors: withErrors)
                return Outcome(status: outcome.status, text: String(decoding: outcome.output, as: UTF8.self))
            },
            start: { [recovery] data in try recovery.start(data) },
            stop: { [recovery] data in try recovery.stop(data) },
            socket: recovery.scratch)
    }
}

/// The last error that pgBackRest printed.
enum PgBackRestError {
    /// Its number: the status with which pgBackRest ended.
    static func status(in text: String) -> Int32? { last(in: text).flatMap { Int32($0.dropFirst().prefix { $0.isNumber }) } }

    /// `[042]: unable to …` with its hints; nil where there is none. Lines of PostgreSQL have no number in brackets.
    static func last(in text: String) -> String? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let index = lines.lastIndex(where: { $0.contains("ERROR: [") }), let mark = lines[index].firstRange(of: "ERROR: ") else { return nil }
        let rest = lines[(index + 1)...].prefix { $0.first == " " && !$0.trimmed.isEmpty }.map(\.trimmed)
        return ([String(lines[index][mark.upperBound...]).trimmed] + rest).joined(separator: "; ")
    }
}

/// A position in the write-ahead log, as PostgreSQL prints it: `16/B374D848`.
struct LogPosition: Sendable, Hashable, Comparable, CustomStringConvertible {
    var bytes: UInt64

    init(bytes: UInt64) { self.bytes = bytes }

    /// Nil for anything else.
    init?(parsing text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let high = UInt32(parts[0], radix: 16), let low = UInt32(parts[1], radix: 16) else { return nil }
        bytes = UInt64(high) << 32 | UInt64(low)
    }

    static func < (one: Self, other: Self) -> Bool { one.bytes < other.bytes }

    var description: String { String(bytes >> 32, radix: 16, uppercase: true) + "/" + String(bytes & 0xFFFF_FFFF, radix: 16, uppercase: true) }
}
