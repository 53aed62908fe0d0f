internal import KubernetesModel

/// A backup that can be drilled.
struct DrillBackup: Sendable, Hashable {
    /// pgBackRest's name of it.
    var label: String
    /// When it was complete, in seconds since 1970.
    var stop: Int64
    /// Whether pgBackRest found pages with wrong checksums when it took it.
    var hasDamagedPages: Bool

    /// What a repository holds of the present database.
    struct List: Sendable, Hashable {
        var backups: [DrillBackup]

        var labels: Set<String> { Set(backups.map(\.label)) }
        var newest: DrillBackup? { backups.max { ($0.stop, $0.label) < ($1.stop, $1.label) } }

        /// Reads the answer to `pgbackrest info --output=json` about one repository.
        ///
        /// - Source: pgBackRest 2.55, `info.c`: status 0 is ok, 2 "no valid backups"; others tell of errors, with the error's name in brackets.
        /// - Throws: ``Drill/Verdict`` for a repository that could not be read.
        init(info: JSONValue) throws {
            guard let stanza = info.array?.first else { throw Drill.Verdict(.backupUnreadable, "the repository holds no stanza") }
            let status = stanza["repo"]?[0]?["status"] ?? stanza["status"]
            let code = status?["code"]?.integer ?? 0
            guard code == 0 || code == 2 else {
                let words = status?["message"]?.string ?? "pgbackrest info: status \(code)"
                let unreachable = ["[HostConnectError]", "[ServiceError]", "[ProtocolError]", "[AccessError]", "[KernelError]"]
                throw Drill.Verdict(unreachable.contains { words.contains($0) } ? .repositoryUnreachable : .backupUnreadable, words)
            }
            let present = (stanza["db"]?.array ?? []).compactMap { $0["id"]?.integer }.max()
            backups = (stanza["backup"]?.array ?? []).compactMap { backup in
                guard let label = backup["label"]?.string, let stop = backup[path: "timestamp", "stop"]?.integer,
                    backup[path: "database", "id"]?.integer == present
                else { return nil }
                return DrillBackup(label: label, stop: stop, hasDamagedPages: backup["error"]?.bool ?? false)
            }
        }
    }
}
