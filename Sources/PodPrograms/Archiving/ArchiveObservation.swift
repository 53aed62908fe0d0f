internal import Glibc
internal import KubernetesModel

/// What can be seen of archiving at one moment.
struct ArchiveObservation: Sendable, Hashable {
    /// How many finished files of WAL wait.
    var waiting = 0
    /// The first of them, by name.
    var oldest: String?
    /// Since when it waits, in seconds since 1970.
    var since: Int64?
    /// Why pgBackRest could not push it, on one line; nil while it tries.
    var error: String?
    /// Whether the repositories can be reached; looked into only when a file waits and nobody says why.
    var reachability = Reachability.unknown
    /// The backup that was begun last, by its history file in the WAL.
    var backup: BackupHistory?
    /// When the last archived transaction was committed, in RFC 3339.
    var restorable: String?
    /// How much of the volume that holds the WAL is free.
    var freePercent: Int?

    init() {}

    /// Looks at the folders. What is missing or cannot be read counts as empty.
    init(_ folders: ArchiveFolders) {
        let restorable = (try? Files.text(folders.latestCommit)) ?? ""
        self.restorable = restorable.isEmpty ? nil : restorable
        let all = (try? Files.entries(folders.ready)) ?? []
        backup = BackupHistory(newestIn: all, of: folders.ready)
        let ready = all.filter { $0.hasSuffix(Self.suffix) }
        guard let first = ready.first else { return }
        waiting = ready.count
        let name = String(first.dropLast(Self.suffix.count))
        oldest = name
        since = Files.modified("\(folders.ready)/\(first)")
        let reason = (try? Files.text("\(folders.outcome)/\(name).error")) ?? (try? Files.text("\(folders.outcome)/global.error"))
        error = reason.flatMap(Self.reason)
        freePercent = Files.freePercent(of: folders.wal)
    }

    private static let suffix = ".ready"
    /// Bytes of a reason that are passed on: an annotation is no log.
    private static let longestReason = 600

    /// The message of one of pgBackRest's error files: a line with the code, then the text.
    ///
    /// What follows `***` is the request to an object store and its answer, of which the first lines have said enough.
    static func reason(_ content: String) -> String? {
        var lines = content.split(separator: "\n").map { String($0).trimmed }
        guard let code = lines.first.flatMap({ Int($0) }) else { return nil }
        lines.removeFirst()
        let told = lines.prefix { !$0.hasPrefix("***") }.filter { !$0.isEmpty }
        guard !told.isEmpty else { return nil }
        var text = "[\(code)] " + told.joined(separator: "; ")
        if text.utf8.count > longestReason { text = String(decoding: Array(text.utf8.prefix(longestReason)), as: UTF8.self) + "…" }
        return text
    }
}

/// What PostgreSQL notes in its WAL when a backup of it ends, whoever took it: a file `SEGMENT.OFFSET.backup`, which is archived like any other.
struct BackupHistory: Sendable, Hashable {
    /// Name of the file, which begins with the name of the segment in which the backup began.
    var name: String
    /// When the backup ended, in seconds since 1970.
    var at: Int64

    init(name: String, at: Int64) {
        self.name = name
        self.at = at
    }

    /// - Parameter statuses: names in `archive_status`.
    init?(newestIn statuses: [String], of folder: String) {
        let found = statuses.last { $0.hasSuffix(".backup.done") || $0.hasSuffix(".backup.ready") }
        guard let found, let end = found.lastIndex(of: "."), let at = Files.modified("\(folder)/\(found)") else { return nil }
        self.init(name: String(found[..<end]), at: at)
    }
}

extension Files {
    /// How much of the file system below a path is free for users, in percent, rounded down; nil if that cannot be told.
    static func freePercent(of path: String) -> Int? {
        var result = statvfs()
        guard statvfs(path, &result) == 0, result.f_blocks > 0 else { return nil }
        return Int(Double(result.f_bavail) / Double(result.f_blocks) * 100)
    }
}
