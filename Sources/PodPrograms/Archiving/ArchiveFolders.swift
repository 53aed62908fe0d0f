/// Where PostgreSQL and pgBackRest leave what they know about archiving, by the configuration of this Pod's pgBackRest.
struct ArchiveFolders: Sendable, Hashable {
    /// The data directory, for example `/pgdata/pg17`.
    var data: String
    /// Where asynchronous archiving keeps what it could not do, and why.
    var spool: String
    /// The file that ``LatestCommitTimestamp`` writes.
    var latestCommit = LatestCommitTimestamp().file

    init(data: String, spool: String) {
        self.data = data
        self.spool = spool
    }

    /// Reads `pg1-path` and `spool-path`; nil if the text does not have both.
    init?(configuration text: String) {
        var options: [Substring: Substring] = [:]
        for line in text.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            options[line[..<equals].trimmingSuffix, default: ""] = line[line.index(after: equals)...].drop { $0 == " " }
        }
        guard let data = options["pg1-path"], let spool = options["spool-path"] else { return nil }
        self.init(data: String(data), spool: String(spool))
    }

    /// PostgreSQL's list: a file `NAME.ready` for each finished one that is not archived.
    var ready: String { "\(data)/pg_wal/archive_status" }
    /// pgBackRest's list: a file `NAME.error` for each that failed, `global.error` if all do.
    var outcome: String { "\(spool)/archive/db/out" }
    var wal: String { "\(data)/pg_wal" }
    /// Folders whose changes are news, without what is below them.
    var watched: [String] { [data, ready, outcome, latestCommit.parent] }
    /// Whether PostgreSQL follows another server, and so archives nothing.
    var isStandby: Bool { Files.exists("\(data)/standby.signal") }
}

extension Substring {
    fileprivate var trimmingSuffix: Substring {
        var text = self
        while text.last == " " { text = text.dropLast() }
        return text
    }
}
