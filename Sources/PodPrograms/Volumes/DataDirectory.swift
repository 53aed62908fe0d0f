internal import Glibc

/// A data directory of PostgreSQL, made fit for the user that runs now.
struct DataDirectory: Sendable {
    var path: String
    var log: @Sendable (String) -> Void

    /// Sees to it that the folder exists, belongs to this user and is readable by nobody else, which PostgreSQL insists on.
    ///
    /// A folder of another user can be replaced if its group may write to it, as with `fsGroup`: a new one takes over what is in it. The files
    /// keep their owner, which PostgreSQL accepts.
    func own() throws(SystemError) {
        try finishReplacing()
        guard let status = Files.status(path, following: true) else { return try Files.makeFolder(path, mode: 0o700) }
        if status.owner == geteuid() {
            if status.mode & 0o077 != 0 { try Files.setMode(0o700, of: path) }
            return
        }
        log("\(path) belongs to user \(status.owner): a new folder takes its place")
        try Files.makeFolder(replacement, mode: 0o700)
        try Files.rename(path, to: replaced)
        try finishReplacing()
    }

    private var replacement: String { "\(path).new" }
    private var replaced: String { "\(path).old" }

    /// Moves the rest of a folder that is being replaced.
    private func finishReplacing() throws(SystemError) {
        if Files.exists(replaced) {
            let destination = Files.exists(path) ? path : replacement
            try Files.makeFolder(destination, mode: 0o700)
            for name in try Files.entries(replaced) { try Files.rename("\(replaced)/\(name)", to: "\(destination)/\(name)") }
            if destination == replacement { try Files.rename(replacement, to: path) }
            guard rmdir(replaced) == 0 else { throw SystemError("remove \(replaced)") }
        } else if Files.status(replacement)?.kind == .folder, rmdir(replacement) != 0 {
            throw SystemError("remove \(replacement)")
        }
    }

    /// Has `pg_wal` be a link to the place where the write-ahead log belongs, and moves it there from wherever it is.
    func placeWAL(in wanted: String) throws {
        let link = "\(path)/pg_wal"
        let present = Files.resolved(link)
        if let present, present == Files.resolved(wanted) { return }
        if let present {
            log("moving the write-ahead log from \(present) to \(wanted)")
            try move(present, to: wanted)
        } else if !Files.exists(wanted) {
            // Not an empty folder: PostgreSQL would start recovery without the segments that it needs.
            throw Problem(
                "\(link): leads to \(Files.target(link) ?? "nothing"), which is gone, and there is none at \(wanted) either: give the volume back")
        }
        try Files.link(link, to: wanted)
    }

    /// Moves a folder, to another volume if need be. An empty folder in the place is replaced; anything in it is a reason to stop.
    private func move(_ source: String, to destination: String) throws {
        if Files.exists(destination) {
            let inside = try Files.entries(destination)
            guard inside.isEmpty else {
                throw Problem(
                    "\(destination): is to take the write-ahead log from \(source), but already has \(inside.count) files: move one of the two away")
            }
            guard rmdir(destination) == 0 else { throw SystemError("remove \(destination)") }
        }
        let renamed = Result { () throws(SystemError) in try Files.rename(source, to: destination) }
        guard case .failure(let error) = renamed else { return }
        guard error.code == EXDEV else { throw error }
        // Between volumes a copy is made beside the destination, and only a complete one takes its name.
        let copy = "\(destination).copy"
        try Files.removeTree(copy)
        for command in [["cp", "--archive", source, copy], ["sync", "--file-system", copy]] {
            let status = try ChildProcess.run(command).status
            guard status == 0 else { throw Problem("\(command.joined(separator: " ")): ended with status \(status)") }
        }
        try Files.rename(copy, to: destination)
        try Files.rename(source, to: "\(source).moved")
        try Files.removeTree("\(source).moved")
    }
}
