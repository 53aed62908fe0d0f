internal import Glibc
internal import KubernetesModel

/// The container of a restore's Job: fetches a backup, replays WAL up to the target, and leaves data that Patroni can start from.
/// To undo an earlier restore, what that kept comes back in the place of a backup (`Restore+undo.swift`).
///
/// The present data is renamed first, and comes back if the restore fails. Killed anywhere, the next run goes on (see ``RestoreMarker``).
struct Restore: Sendable {
    var major: Int
    var walDirectory: String
    /// uid of the PerconaPGRestore.
    var uid: String
    /// What is added to the names of directories that are kept; nil: the present data is overwritten.
    var keptSuffix: String?
    /// Whether there must be no data yet.
    var mustBeEmpty = false
    var stanza: String
    var repo: String
    /// Options of `pgbackrest restore`: set and target.
    var options: [String]
    /// Suffix of the directories that come back instead of a backup.
    var undoes: String?
    var dataVolume = "/pgdata"
    var logDirectory = "/pgdata/pgbackrest/log"
    /// Runs pgBackRest and tells lines of its output; nil when it succeeded, else what it said.
    var pgBackRest: @Sendable ([String], @escaping @Sendable (String) -> Void) async throws -> String?
    var recovery: @Sendable (_ data: String) async throws -> Recovery.Result
    /// Is told how far it is.
    var tell: @Sendable (RestoreProgress) -> Void = { _ in }
    var time = Time.real()
    var log: @Sendable (String) -> Void

    /// How it ended, for the operator: the key `outcome` of the report.
    enum Outcome: String { case restored, returned, lost }

    /// The previous data is in its place again, or nothing was touched.
    struct Failure: Error {
        var outcome: Outcome
        var reason: String
    }

    var data: String { "\(dataVolume)/pg\(major)" }
    var directories: InstanceDirectories { InstanceDirectories(data: data, wal: walDirectory) }
    /// A repository may not answer for a moment.
    private static let attempts = 3

    /// Does what is left to do and returns the report.
    func run() async throws -> [String: JSONValue] {
        var marker = try begun()
        if marker.step == .restored { return marker.report }
        if marker.step == .returned { throw Failure(outcome: .returned, reason: marker.error ?? "the restore failed") }
        do {
            tell(RestoreProgress(step: marker.step))
            if marker.step == .keeping {
                if undoes != nil { try checkReturning() }
                if let kept = marker.kept { try directories.keep(kept) }
                try note(.restoring, in: &marker)
            }
            if marker.step == .restoring {
                if let undoes { try bringBack(undoes, besides: marker.kept) } else { try await fetch() }
                try note(.recovering, in: &marker)
            }
            if marker.step == .recovering {
                let result = try await recover()
                if undoes != nil { try checkTimeline(of: result, besides: marker.kept) }
                marker.report = report(of: result, kept: marker.kept)
                try note(.restored, in: &marker)
            }
        } catch {
            marker.error = "\(error)"
            try giveUp(&marker)
        }
        if marker.step == .returning { try giveUp(&marker) }
        return marker.report
    }

    /// The marker of this restore, made if it is only to begin.
    private func begun() throws -> RestoreMarker {
        let present = try RestoreMarker.read(on: dataVolume)
        if mustBeEmpty, directories.holdsData, present?.uid != uid, present?.isUnfinished != true {
            throw Failure(outcome: .returned, reason: "\(data): the volume already holds data, which is not replaced")
        }
        if let present {
            if present.uid == uid { return present }
            if present.isUnfinished, let kept = present.kept {
                log("an earlier restore has not ended: its previous data goes back first")
                try takeBack(kept, undone: present.undoes)
            }
        }
        if undoes != nil, !directories.holdsData {
            throw Failure(outcome: .returned, reason: "\(data): there is no database that could be kept")
        }
        try Files.makeFolder(logDirectory, mode: 0o775)
        let marker = RestoreMarker(uid: uid, step: .keeping, kept: directories.holdsData ? keptSuffix : nil, undoes: undoes)
        try marker.write(on: dataVolume)
        if let kept = marker.kept { log("the present data is kept as \(directories.keptData(kept))") }
        return marker
    }

    private func note(_ step: RestoreMarker.Step, in marker: inout RestoreMarker) throws {
        marker.step = step
        try marker.write(on: dataVolume)
        if marker.isUnfinished { tell(RestoreProgress(step: step)) }
    }

    /// Puts the previous data back, and fails for good.
    private func giveUp(_ marker: inout RestoreMarker) throws -> Never {
        let reason = marker.error ?? "the restore failed"
        guard let kept = marker.kept else { throw Failure(outcome: .lost, reason: reason) }
        log("\(reason): the previous data goes back")
        try note(.returning, in: &marker)
        try takeBack(kept, undone: marker.undoes)
        try note(.returned, in: &marker)
        throw Failure(outcome: .returned, reason: reason)
    }

    private func fetch() async throws {
        var pause = Duration.seconds(5)
        for attempt in 1...Self.attempts {
            // pgBackRest compares what is there only where it recognises it.
            let isDelta = directories.holdsData || Files.exists("\(data)/backup.manifest")
            if !isDelta, keptSuffix != nil || mustBeEmpty { try directories.removePresent() }
            try Files.remove("\(data)/postmaster.pid")
            let command =
                [
                    "pgbackrest", "restore", "--stanza=\(stanza)", "--pg1-path=\(data)", "--repo=\(repo)", "--link-map=pg_wal=\(walDirectory)",
                    "--log-level-console=detail",
                ] + (isDelta ? ["--delta"] : []) + options
            log("running \(command.joined(separator: " "))")
            let problem = try await pgBackRest(command) { line in
                if let percent = RestoreProgress.percent(in: line) { tell(RestoreProgress(step: .restoring, percent: percent)) }
            }
            guard let problem else { return }
            guard attempt < Self.attempts else { throw Problem(problem) }
            log("\(problem): tried again in \(pause)")
            await time.sleep(pause)
            pause *= 3
        }
    }

    private func recover() async throws -> Recovery.Result {
        // Patroni would take the configuration of the old cluster from it.
        try Files.remove("\(data)/patroni.dynamic.json")
        try Files.remove("\(data)/postmaster.pid")
        let result = try await recovery(data)
        try RecoverySettings.remove(from: "\(data)/postgresql.auto.conf")
        return result
    }

    private func report(of result: Recovery.Result, kept: String?) -> [String: JSONValue] {
        var report: [String: JSONValue] = ["outcome": .string(Outcome.restored.rawValue), "timeline": .integer(result.timeline)]
        report["recoveredTo"] = result.recoveredTo.map { .string($0) }
        if let kept {
            report["keptDirectory"] = .string(directories.keptData(kept))
            report["keptBytes"] = .integer(directories.size(kept))
        }
        return report
    }
}
