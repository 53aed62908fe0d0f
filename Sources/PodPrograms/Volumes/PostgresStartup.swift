internal import Glibc
internal import KubernetesModel

/// The step before PostgreSQL: makes an instance's folders, repairs what moved between starts, and reports what is on the volume.
///
/// It may run any number of times, and may have been killed at any point of an earlier run. Data is moved, never removed.
struct PostgresStartup: Sendable {
    var major: Int
    /// Where the write-ahead log belongs: `/pgdata/pg17_wal`, or `/pgwal/pg17_wal` on a volume of its own.
    var walDirectory: String
    var logDirectories: [String]
    var dataVolume = "/pgdata"
    var walVolume = "/pgwal"
    var tablespaces = "/tablespaces"
    var socketDirectory = "/tmp/postgres"
    var replicationFiles = ReplicationFiles()
    /// Prints the version of the image's server: `postgres (PostgreSQL) 17.6`.
    var serverVersion: @Sendable () throws -> String = Self.runServerVersion
    var controlData: (@Sendable (String) throws -> String)?
    var log: @Sendable (String) -> Void

    private var report: VolumeReport {
        var report = VolumeReport(major: major, dataVolume: dataVolume)
        if let controlData { report.controlData = controlData }
        return report
    }

    /// Does all steps and returns the report on the volume.
    func run() throws -> [String: JSONValue] {
        log("as user \(geteuid()), group \(getegid())")
        try checkServerVersion()
        try linkSpool()
        let folder = Files.exists(report.bootstrapDirectory) ? report.bootstrapDirectory : report.dataDirectory
        try DataDirectory(path: folder, log: log).own()
        for directory in logDirectories { try Files.makeFolder(directory, mode: 0o775) }
        try Files.makeFolder(socketDirectory, mode: 0o775)
        try replicationFiles.copy()
        for name in (try? Files.entries(tablespaces)) ?? [] { try Files.makeFolder("\(tablespaces)/\(name)/data", mode: 0o700) }

        let result = try report.read()
        guard result["volume"] != "empty" else { return result }
        // Patroni wants to rename this file, and does not find a restored cluster complete without it.
        if !Files.exists("\(folder)/postgresql.conf") { try Files.write([], to: "\(folder)/postgresql.conf", mode: 0o600) }
        try DataDirectory(path: folder, log: log).placeWAL(in: walDirectory)
        // Patroni decides how a member starts, with standby.signal; this one would start a recovery of PostgreSQL's own.
        try Files.remove("\(folder)/recovery.signal")
        return result
    }

    private func checkServerVersion() throws {
        let text = try serverVersion()
        let found = text.split(separator: " ").lazy.compactMap { Int($0.prefix { $0.isNumber }) }.first
        guard found == major else { throw Problem("the image has “\(text.trimmed)”, but PostgreSQL \(major) is asked for: change spec.image") }
    }

    /// With a volume for the write-ahead log, pgBackRest's spool lies there too: segments are moved into it, not copied.
    private func linkSpool() throws {
        let spool = "\(dataVolume)/pgbackrest-spool"
        if walDirectory.hasPrefix("\(walVolume)/") {
            let target = "\(walVolume)/pgbackrest-spool"
            try Files.makeFolder(target, mode: 0o750)
            guard Files.target(spool) != target else { return }
            // What lies there are notes about segments that are archived or fetched ahead: pgBackRest makes them again.
            try Files.removeTree(spool)
            try Files.link(spool, to: target)
        } else if Files.target(spool) != nil, !Files.exists(spool) {
            try Files.remove(spool)
        }
    }

    static func main(_ invocation: Invocation) -> Int32 {
        TerminationReport(invocation).finish {
            let arguments = invocation.arguments
            guard arguments.count >= 3, arguments[0] == "startup", let major = Int(arguments[1]) else {
                throw Problem("is called as: postgres-startup startup MAJOR WAL-DIRECTORY [LOG-DIRECTORY…]")
            }
            return try PostgresStartup(
                major: major, walDirectory: arguments[2], logDirectories: Array(arguments.dropFirst(3)), log: { invocation.log($0) }
            ).run()
        }
    }

    @Sendable private static func runServerVersion() throws -> String {
        String(decoding: try ChildProcess.run(["postgres", "--version"]).output, as: UTF8.self)
    }
}
