internal import Glibc

/// The directories of one instance: data, write-ahead log and tablespaces, which are set aside and put back together.
///
/// Each of the steps may be repeated after having been killed anywhere.
struct InstanceDirectories: Sendable {
    /// `/pgdata/pg17`
    var data: String
    /// Where `pg_wal` leads: `/pgdata/pg17_wal`, or on a volume of its own.
    var wal: String

    /// Whether there is a database.
    var holdsData: Bool { Files.exists("\(data)/PG_VERSION") }

    func holdsData(kept suffix: String) -> Bool { Files.exists("\(keptData(suffix))/PG_VERSION") }

    func keptData(_ suffix: String) -> String { "\(data)_kept_\(suffix)" }
    private func keptWAL(_ suffix: String) -> String { "\(wal)_kept_\(suffix)" }
    private func kept(_ tablespace: String, _ suffix: String) -> String { "\(tablespace)_kept_\(suffix)" }

    /// Renames everything on its own volume. Afterwards nothing is in the place of the data.
    func keep(_ suffix: String) throws {
        let kept = keptData(suffix)
        if Files.exists(data), !Files.exists(kept) { try Files.rename(data, to: kept) }
        guard Files.exists(kept) else { return }
        try move(link: "\(kept)/pg_wal", from: wal, to: keptWAL(suffix))
        for (link, target) in tablespaces(of: kept) where !target.hasSuffix("_kept_\(suffix)") {
            try move(link: link, from: target, to: self.kept(target, suffix))
            try Files.makeFolder(target, mode: 0o700)
        }
    }

    /// Renames back what was kept, and removes what is in its place. Does nothing where nothing is kept.
    func putBack(_ suffix: String) throws {
        let kept = keptData(suffix)
        guard Files.exists(kept) else { return }
        try removePresentData()
        // Once the kept log is back in its place, what is there is no longer that of the restore.
        let link = "\(kept)/pg_wal"
        if Files.exists(keptWAL(suffix)) || Files.target(link) == nil { try Files.removeTree(wal) }
        try move(link: link, from: keptWAL(suffix), to: wal)
        for (link, target) in tablespaces(of: kept) where target.hasSuffix("_kept_\(suffix)") {
            let place = String(target.dropLast("_kept_\(suffix)".count))
            if Files.exists(target) { try Files.removeTree(place) }
            try move(link: link, from: target, to: place)
        }
        // Last: as long as this folder is there, what was in its place is not the data.
        try Files.rename(kept, to: data)
    }

    /// Removes data and write-ahead log, and what is in the tablespaces that the data names.
    func removePresent() throws {
        try removePresentData()
        try Files.removeTree(wal)
    }

    private func removePresentData() throws {
        for (_, target) in tablespaces(of: data) where Files.status(target)?.kind == .folder {
            for name in try Files.entries(target) { try Files.removeTree("\(target)/\(name)") }
        }
        try Files.removeTree(data)
    }

    /// Removes what a restore kept.
    func release(_ suffix: String) throws {
        let kept = keptData(suffix)
        for (_, target) in tablespaces(of: kept) where target.hasSuffix("_kept_\(suffix)") { try Files.removeTree(target) }
        try Files.removeTree(keptWAL(suffix))
        try Files.removeTree(kept)
    }

    /// Bytes that everything of a suffix takes.
    func size(_ suffix: String) -> Int64 {
        let kept = keptData(suffix)
        return ([kept, keptWAL(suffix)] + tablespaces(of: kept).map(\.target)).reduce(0) { $0 + Files.treeSize($1) }
    }

    /// Links of tablespaces that lead out of the data directory, and where to.
    private func tablespaces(of data: String) -> [(link: String, target: String)] {
        let folder = "\(data)/pg_tblspc"
        return ((try? Files.entries(folder)) ?? []).compactMap { name in
            let link = "\(folder)/\(name)"
            return Files.target(link).map { (link, $0) }
        }
    }

    /// Renames a folder that a link leads to, and has the link lead to the new name.
    private func move(link: String, from: String, to: String) throws {
        guard let target = Files.target(link) else { return }
        if target == from || Files.resolved(link) == Files.resolved(from), Files.exists(from), !Files.exists(to) { try Files.rename(from, to: to) }
        if Files.exists(to), target != to { try Files.link(link, to: to) }
    }
}

extension Files {
    /// Bytes that a folder with all that is in it takes on its volume; links are not followed, what cannot be read counts nothing.
    static func treeSize(_ path: String) -> Int64 {
        var result = stat()
        guard lstat(path, &result) == 0 else { return 0 }
        let own = Int64(result.st_blocks) * 512
        guard result.st_mode & S_IFMT == S_IFDIR else { return own }
        return ((try? entries(path)) ?? []).reduce(own) { $0 + treeSize("\(path)/\($1)") }
    }
}
