/// PostgreSQL's `archive_command`: pushes a segment, and does not let one of a timeline that is over hold up all that come after it.
///
/// pg_rewind copies segments from the leader without the notes that they are archived, and a standby's last segment of a timeline differs behind its end from
/// what that timeline's leader archived. Once such a member leads it would push these again, be refused for ever, and archive nothing of its own.
/// The archive's copy, made by the leader of that timeline, is the one that counts; a new timeline needs nothing of an older one's segments behind its beginning.
///
/// - Source: pgBackRest 2.55, exit status 45 (`ArchiveDuplicateError`): the archive holds a segment of that name with another checksum.
struct ArchivePush: Sendable {
    /// The command that pushes; its last argument is the path of the segment.
    var command: [String]
    var controlData = ["pg_controldata"]
    var log: @Sendable (String) -> Void

    private static let duplicate: Int32 = 45

    static func main(_ invocation: Invocation) -> Int32 {
        guard !invocation.arguments.isEmpty else {
            invocation.log("is called as: archive-push COMMAND… SEGMENT")
            return 1
        }
        do { return try ArchivePush(command: invocation.arguments, log: { invocation.log($0) }).run() } catch {
            invocation.log("\(error)")
            return 1
        }
    }

    func run() throws -> Int32 {
        let status = try ChildProcess.wait(for: try ChildProcess.start(command))
        guard status == Self.duplicate, let segment = command.last?.split(separator: "/").last, let timeline = Self.timeline(ofSegment: segment)
        else {
            return status
        }
        // Until the checkpoint after a promotion it is still the old one: then PostgreSQL tries again soon.
        let current = try ControlData(parsing: ControlData.output(of: ".", by: controlData)).timeline
        guard timeline < current else { return status }
        log("\(segment) stays as it is in the archive: timeline \(timeline) is over, this server is on \(current)")
        return 0
    }

    /// The timeline of a segment by its name, `….partial` included; nil for any other file.
    static func timeline(ofSegment name: Substring) -> Int64? {
        let digits = name.hasSuffix(".partial") ? name.dropLast(".partial".count) : name
        guard digits.count == 24, digits.allSatisfy({ $0.isHexDigit && !$0.isLowercase }) else { return nil }
        return Int64(digits.prefix(8), radix: 16)
    }
}
