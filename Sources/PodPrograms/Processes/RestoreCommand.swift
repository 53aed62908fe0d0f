internal import Glibc

/// PostgreSQL's `restore_command`: fetches a segment unless this member is to come up without any, from a snapshot of its volume.
///
/// A primary that crashed and is started again at once asks for no newer timeline: while it wrote, there was none. The archive's answer takes longer than
/// everything else of such a start, and Patroni, which looks once a second, would see it a second later. What the archive holds of a timeline that began
/// meanwhile is found all the same: PostgreSQL looks for one again whenever it comes to the end of the WAL that it has.
struct RestoreCommand: Sendable {
    /// PostgreSQL runs the command in its data directory.
    var dataDirectory = "."
    var controlData = ["pg_controldata"]

    /// How long after its last write a crashed primary counts as one that nobody has taken over from: Patroni's default lease. Seconds.
    private static let lease: Int64 = 30

    static func main(_ invocation: Invocation) -> Int32 {
        let command = RestoreCommand(dataDirectory: invocation.environment["PGDATA"] ?? ".")
        // The arguments are `pgbackrest --stanza=db archive-get FILE PATH` and perhaps options.
        let asksForTimeline = invocation.arguments.contains { $0.hasSuffix(".history") }
        if command.isWithoutArchive || (asksForTimeline && command.hasJustCrashed(at: Int64(time(nil)))) { return 1 }
        invocation.log("\(ChildProcess.become(invocation.arguments))")
        // Above 125 PostgreSQL stops instead of taking it for the end of the archive.
        return 127
    }

    var isWithoutArchive: Bool { Files.exists("\(dataDirectory)/skip-wal-recovery") }

    /// Whether this was a primary that has written within the last half minute and did not stop in order. Anything that cannot be read means no.
    func hasJustCrashed(at now: Int64) -> Bool {
        let segments = "\(dataDirectory)/pg_wal"
        let names = ((try? Files.entries(segments)) ?? []).filter { ArchivePush.timeline(ofSegment: $0[...]) != nil }
        guard names.contains(where: { (Files.modified("\(segments)/\($0)") ?? 0) > now - Self.lease }) else { return false }
        let control = try? ControlData(parsing: ControlData.output(of: dataDirectory, by: controlData))
        return control?.clusterState == "in production"
    }
}
