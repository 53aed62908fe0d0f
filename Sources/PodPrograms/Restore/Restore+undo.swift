internal import KubernetesModel

/// Data that an earlier restore kept comes back, and is promoted above every timeline that there is.
///
/// The present data is set aside first, as in every restore. Everything is a rename on the volume itself: no room is needed.
extension Restore {
    /// Whether there is something to come back, before anything is touched.
    func checkReturning() throws(Problem) {
        guard let undoes, !directories.holdsData(kept: undoes) else { return }
        throw Problem("\(directories.keptData(undoes)): the data that is to come back is not there")
    }

    /// Puts it in its place and has the next start replay what was archived of its own timeline.
    ///
    /// - Parameter present: suffix of the data that was set aside. Its timelines must not be begun once more, whatever of them is archived.
    func bringBack(_ suffix: String, besides present: String?) throws {
        if Files.exists(directories.keptData(suffix)) { log("\(directories.keptData(suffix)) comes back as \(data)") }
        try directories.putBack(suffix)
        guard directories.holdsData else { throw Problem("\(data): the data that was to come back is not there") }
        for name in try histories(of: present) where !Files.exists("\(data)/pg_wal/\(name.file)") {
            try Files.write(Files.read("\(name.folder)/\(name.file)"), to: "\(data)/pg_wal/\(name.file)", mode: 0o600)
        }
        try Files.remove("\(data)/standby.signal")
        try RecoverySettings.write(
            replayingBy: "pgbackrest --stanza=\(stanza) --pg1-path=\(data) archive-get %f \"%p\"", to: "\(data)/postgresql.auto.conf")
        try Files.write("".utf8, to: "\(data)/recovery.signal", mode: 0o600)
    }

    /// A timeline that exists already would be archived over another one's WAL.
    func checkTimeline(of result: Recovery.Result, besides present: String?) throws {
        let newest = try histories(of: present).compactMap { Int64($0.file.prefix(8), radix: 16) }.max() ?? 1
        guard result.timeline > newest else {
            throw Problem(
                "PostgreSQL began timeline \(result.timeline), and there is \(newest) already: the archive did not tell of it; see that the "
                    + "repository answers, and undo again")
        }
    }

    /// Puts the present data back. What came back for an undo goes to where it was kept before that.
    ///
    /// Where the directory of the present data has its name again, it is done, and what is in the place is the present data.
    func takeBack(_ present: String, undone: String?) throws {
        if let undone, Files.exists(directories.keptData(present)) { try directories.keep(undone) }
        try directories.putBack(present)
    }

    /// History files beside the data that was set aside: one for each timeline that it came by.
    private func histories(of present: String?) throws -> [(folder: String, file: String)] {
        guard let present else { return [] }
        let folder = "\(directories.keptData(present))/pg_wal"
        guard Files.exists(folder) else { return [] }
        return try Files.entries(folder).filter { $0.hasSuffix(".history") && $0.utf8.count == 16 }.map { (folder, $0) }
    }
}
