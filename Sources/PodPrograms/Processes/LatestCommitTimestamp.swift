internal import Glibc

/// Notes when the last transaction in an archived segment was committed: the operator shows it as the latest time that can be restored.
///
/// Part of `archive_command`, so it never fails: the segment is archived, and a note that is missing is made by the next one.
struct LatestCommitTimestamp: Sendable {
    var file = "/pgdata/latest_commit_timestamp.txt"
    /// The command that prints a segment's records; the segment's path is added.
    var waldump = ["pg_waldump"]

    static func main(_ invocation: Invocation) -> Int32 {
        var arguments = invocation.arguments[...]
        var program = LatestCommitTimestamp()
        if arguments.first == "--waldump", arguments.count > 1 {
            program.waldump = ShellWords.split(arguments.dropFirst().first ?? "", environment: invocation.environment) ?? []
            arguments = arguments.dropFirst(2)
        }
        guard let segment = arguments.first, arguments.count == 1 else {
            invocation.log("is called as: latest-commit-timestamp [--waldump COMMAND] SEGMENT")
            return 0
        }
        // A history file or a backup label has no transactions.
        guard segment.split(separator: "/").last?.count == 24 else { return 0 }
        do { try program.note(segment) } catch { invocation.log("\(error)") }
        return 0
    }

    func note(_ segment: String) throws {
        let environment = ProcessEnvironment.all.merging(["LC_ALL": "C", "TZ": "UTC"]) { _, ours in ours }
        // A segment's end is often the middle of a record, of which pg_waldump complains: what it printed until then counts.
        let output = try ChildProcess.run(waldump + ["--rmgr=Transaction", segment], environment: environment).output
        guard let time = Self.latestCommit(in: String(decoding: output, as: UTF8.self)) else { return }
        try Files.write((time + "\n").utf8, to: file)
    }

    /// The time of the last `COMMIT` in the output of pg_waldump, in RFC 3339; nil without one.
    ///
    ///     … desc: COMMIT 2026-01-31 12:00:00.123456 UTC; inval msgs: …
    static func latestCommit(in output: String) -> String? {
        var latest: String?
        for line in output.split(separator: "\n") {
            guard let range = line.firstRange(of: "COMMIT "), let time = rfc3339(line[range.upperBound...].prefix { $0 != ";" }) else { continue }
            latest = time
        }
        return latest
    }

    private static func rfc3339(_ text: Substring) -> String? {
        // COMMIT_PREPARED names the transaction first: `COMMIT_PREPARED 735: 2026-01-31 …` does not match `COMMIT `, and is counted by the next.
        let fields = text.split(separator: " ")
        guard fields.count >= 2, fields[0].count == 10, fields[0].split(separator: "-").count == 3, fields[1].split(separator: ":").count == 3 else {
            return nil
        }
        let zone = fields.count > 2 ? String(fields[2]) : "UTC"
        guard zone == "UTC" || zone == "GMT" || zone.first == "+" || zone.first == "-" else { return nil }
        return "\(fields[0])T\(fields[1])" + (zone == "UTC" || zone == "GMT" ? "Z" : zone)
    }
}
