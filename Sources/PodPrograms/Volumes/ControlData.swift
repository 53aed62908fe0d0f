internal import KubernetesModel

/// What `pg_control` says of a data directory: which database cluster it is and how far it is.
///
/// - Source: PostgreSQL 17, `src/bin/pg_controldata/pg_controldata.c`; its output in the C locale.
struct ControlData: Sendable, Hashable {
    var systemIdentifier: String
    /// `in production`, `shut down`, `shut down in recovery`, `in archive recovery` …
    var clusterState: String
    /// Timeline of the latest checkpoint.
    var timeline: Int64
    /// Positions as PostgreSQL prints them: `0/3000148`.
    var checkpoint: String
    var redo: String
    /// How far a standby had replayed at least; `0/0` on a primary.
    var minimumRecoveryEnd: String
    var minimumRecoveryEndTimeline: Int64
    /// RFC 3339 in UTC; nil if the text was not understood.
    var checkpointTime: String?

    /// Reads the output of `pg_controldata`, run with `LC_ALL=C` and `TZ=UTC`.
    ///
    /// - Throws: ``Problem``, naming the first line that is missing or no number.
    init(parsing output: String) throws(Problem) {
        var lines: [Substring: String] = [:]
        for line in output.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            lines[line[..<colon]] = String(line[line.index(after: colon)...]).trimmed
        }
        func value(_ label: Substring) throws(Problem) -> String {
            guard let value = lines[label], !value.isEmpty else { throw Problem("pg_controldata prints no “\(label)”") }
            return value
        }
        func number(_ label: Substring) throws(Problem) -> Int64 {
            let text = try value(label)
            guard let number = Int64(text) else { throw Problem("pg_controldata: “\(label)” is to be a number, is “\(text)”") }
            return number
        }
        systemIdentifier = try value("Database system identifier")
        clusterState = try value("Database cluster state")
        timeline = try number("Latest checkpoint's TimeLineID")
        checkpoint = try value("Latest checkpoint location")
        redo = try value("Latest checkpoint's REDO location")
        minimumRecoveryEnd = try value("Minimum recovery ending location")
        minimumRecoveryEndTimeline = try number("Min recovery ending loc's timeline")
        checkpointTime = lines["Time of latest checkpoint"].flatMap(Self.rfc3339)
    }

    /// What pg_controldata prints of a data directory.
    ///
    /// - Throws: ``SystemError`` if it cannot be run, ``Problem`` if it fails.
    static func output(of folder: String, by program: [String] = ["pg_controldata"]) throws -> String {
        let environment = ProcessEnvironment.all.merging(["LC_ALL": "C", "TZ": "UTC"]) { _, ours in ours }
        let outcome = try ChildProcess.run(program + [folder], environment: environment)
        guard outcome.status == 0 else { throw Problem("\(folder): pg_controldata ended with status \(outcome.status)") }
        return String(decoding: outcome.output, as: UTF8.self)
    }

    /// The keys of a volume's report (`docs/images.md`).
    var report: [String: JSONValue] {
        var report: [String: JSONValue] = [
            "systemIdentifier": .string(systemIdentifier), "clusterState": .string(clusterState), "timeline": .integer(timeline),
            "checkpoint": .string(checkpoint), "redo": .string(redo), "minimumRecoveryEnd": .string(minimumRecoveryEnd),
            "minimumRecoveryEndTimeline": .integer(minimumRecoveryEndTimeline),
        ]
        report["checkpointTime"] = checkpointTime.map(JSONValue.string)
        return report
    }

    /// `Sat Jan 31 12:00:00 2026`, as the C locale prints a time, in RFC 3339.
    private static func rfc3339(_ text: String) -> String? {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let fields = text.split(separator: " ")
        guard fields.count == 5, let month = months.firstIndex(of: String(fields[1])), let day = Int(fields[2]), let year = Int(fields[4]) else {
            return nil
        }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month + 1))-\(two(day))T\(fields[3])Z"
    }
}
