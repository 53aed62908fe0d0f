internal import Glibc
internal import KubernetesModel

/// Puts what is on a volume of another cluster where an instance, or the repository host, looks for it.
///
/// Directories are renamed on their volume, nothing is copied and no data removed. It may run again after having been killed anywhere.
struct TakeOverVolume: Sendable {
    enum Part: Sendable, Hashable {
        /// A data directory, which becomes the one that Patroni bootstraps from.
        case data(major: Int)
        case wal(major: Int)
        case repository
    }
    var part: Part
    /// Where it is on the volume; empty: for data `pg{major}`, for a repository the volume itself.
    var directory: String
    /// Where the volume is mounted.
    var volume: String
    /// Runs `pg_controldata` for a data directory and returns its output.
    var controlData: (@Sendable (String) throws -> String)?
    var log: @Sendable (String) -> Void

    /// Does what is left to do, and returns a report on it.
    func run() throws -> [String: JSONValue] {
        guard !directory.hasPrefix("/"), !directory.split(separator: "/").contains("..") else {
            throw Problem("\(directory): is to be the path of a directory on the volume, such as pg17")
        }
        switch part {
        case .data(let major): return try takeData(major)
        case .wal(let major): return try takeWAL(major)
        case .repository: return try takeRepository()
        }
    }

    private func takeData(_ major: Int) throws -> [String: JSONValue] {
        var report = VolumeReport(major: major, dataVolume: volume)
        if let controlData { report.controlData = controlData }
        let target = report.bootstrapDirectory
        if !Files.exists("\(target)/PG_VERSION") {
            let source = "\(volume)/\(directory.isEmpty ? "pg\(major)" : directory)"
            guard Files.exists("\(source)/PG_VERSION") else {
                throw Problem("\(source): is no data directory of PostgreSQL; on the volume there are \(found)")
            }
            let version = try Files.text("\(source)/PG_VERSION")
            guard version == "\(major)" else {
                throw Problem("\(source): holds data of PostgreSQL \(version), but \(major) was asked for: set spec.postgresVersion to \(version)")
            }
            if source != report.dataDirectory { try free(report.dataDirectory) }
            try free(target)
            log("\(source) becomes \(target)")
            try Files.rename(source, to: target)
        }
        // Of the cluster that it comes from: its configuration, and the process that had it open.
        for name in ["patroni.dynamic.json", "postmaster.pid"] { try Files.remove("\(target)/\(name)") }
        return try report.read()
    }

    private func takeWAL(_ major: Int) throws -> [String: JSONValue] {
        try move("\(volume)/\(directory)", to: "\(volume)/pg\(major)_wal")
        return ["outcome": "moved"]
    }

    private func takeRepository() throws -> [String: JSONValue] {
        let parts = ["archive", "backup"]
        let folder = directory.isEmpty ? volume : "\(volume)/\(directory)"
        guard parts.contains(where: { Files.exists("\(folder)/\($0)") || Files.exists("\(volume)/\($0)") }) else {
            throw Problem("\(folder): is no repository of pgBackRest: it has neither archive nor backup; on the volume there are \(found)")
        }
        for part in parts where Files.exists("\(folder)/\(part)") { try move("\(folder)/\(part)", to: "\(volume)/\(part)") }
        return ["outcome": "moved"]
    }

    /// Renames a directory, unless that is done.
    private func move(_ source: String, to target: String) throws {
        if source == target { return }
        guard Files.exists(source) else {
            if Files.exists(target) { return }
            throw Problem("\(source): there is no such directory; on the volume there are \(found)")
        }
        try free(target)
        log("\(source) becomes \(target)")
        try Files.rename(source, to: target)
    }

    /// Sees to it that nothing is in the place of a directory; an empty one goes.
    private func free(_ path: String) throws {
        guard Files.exists(path) else { return }
        let inside = try Files.entries(path)
        guard inside.isEmpty else { throw Problem("\(path): is in the way, and holds \(inside.count) files: move it away, or name it") }
        guard rmdir(path) == 0 else { throw SystemError("remove \(path)") }
    }

    /// What is on the volume, for messages.
    private var found: String {
        let names = ((try? Files.entries(volume)) ?? []).filter { $0 != "lost+found" }
        return names.isEmpty ? "no files" : names.prefix(20).joined(separator: ", ")
    }

    /// The Job's container. Arguments: `data MAJOR DIRECTORY`, `wal MAJOR DIRECTORY` or `repository DIRECTORY`, and at last where the volume is mounted.
    static func main(_ invocation: Invocation) -> Int32 {
        Signals.endOnTermination()
        return TerminationReport(invocation).finish {
            let arguments = invocation.arguments
            let part: Part? =
                switch (arguments.first, arguments.count) {
                case ("data", 4): Int(arguments[1]).map { .data(major: $0) }
                case ("wal", 4): Int(arguments[1]).map { .wal(major: $0) }
                case ("repository", 3): .repository
                default: nil
                }
            guard let part else {
                throw Problem("is called as: take-over-volume data|wal MAJOR DIRECTORY VOLUME, or take-over-volume repository DIRECTORY VOLUME")
            }
            return try TakeOverVolume(
                part: part, directory: arguments[arguments.count - 2], volume: arguments[arguments.count - 1], log: { invocation.log($0) }
            ).run()
        }
    }
}
