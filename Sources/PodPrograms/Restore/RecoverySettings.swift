/// Settings that pgBackRest writes for one recovery.
enum RecoverySettings {
    private static let names: Set = ["restore_command", "recovery_end_command", "archive_cleanup_command"]

    /// Adds what has PostgreSQL replay all WAL of the data's own timeline, and then begin a new one.
    ///
    /// - Parameter command: fetches a file of WAL, with PostgreSQL's `%f` and `%p`.
    static func write(replayingBy command: String, to path: String) throws(SystemError) {
        try remove(from: path)
        let before = Files.exists(path) ? try Files.text(path) + "\n" : ""
        let quoted = command.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        try Files.write("\(before)restore_command = '\(quoted)'\nrecovery_target_timeline = 'current'\n".utf8, to: path, mode: 0o600)
    }

    /// Takes them out of a configuration file: left there, a later start as a replica would stop at the old target.
    static func remove(from path: String) throws(SystemError) {
        guard Files.exists(path) else { return }
        let lines = try Files.text(path).split(separator: "\n", omittingEmptySubsequences: false)
        let rest = lines.filter { line in
            let name = String(line.prefix { $0 != "=" && $0 != " " }).lowercased()
            return !names.contains(name) && !name.hasPrefix("recovery_target")
        }
        guard rest.count != lines.count else { return }
        try Files.write((rest.joined(separator: "\n") + "\n").utf8, to: path, mode: 0o600)
    }
}
