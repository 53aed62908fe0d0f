import Foundation
import KubernetesModel
import Synchronization
import Testing

@testable import PodPrograms

@Suite("The restore of a volume") struct RestoreTests {
    /// The volumes of an instance, with a database of the old kind on them.
    final class Volumes: Sendable {
        let folder: TemporaryFolder
        let fails = Mutex<String?>(nil)
        let recoveryFails = Mutex(false)
        let timeline = Mutex<Int64>(2)
        let progress = Mutex<[RestoreProgress]>([])
        /// What PostgreSQL is started with: whether a recovery is asked for, and the settings.
        let started = Mutex<[String]>([])
        let calls = Mutex<[[String]]>([])
        var path: String { folder.path }
        var data: String { "\(path)/pgdata/pg17" }

        init(content: String? = "old") throws {
            folder = try TemporaryFolder()
            for name in ["pgdata", "pgwal", "tablespaces/fast/data"] { try Files.makeFolder("\(folder.path)/\(name)", mode: 0o770) }
            if let content { try Self.database(content, at: folder.path) }
        }

        /// A data directory whose log lies on the other volume and that has a tablespace.
        static func database(_ content: String, at path: String) throws {
            let data = "\(path)/pgdata/pg17"
            for name in ["\(data)/pg_tblspc", "\(path)/pgwal/pg17_wal", "\(path)/tablespaces/fast/data/PG_17"] {
                try Files.makeFolder(name, mode: 0o700)
            }
            try Files.write("17\n".utf8, to: "\(data)/PG_VERSION")
            try Files.write(content.utf8, to: "\(data)/content")
            try Files.write(content.utf8, to: "\(path)/pgwal/pg17_wal/000000010000000000000001")
            try Files.write(content.utf8, to: "\(path)/tablespaces/fast/data/PG_17/content")
            try Files.link("\(data)/pg_wal", to: "\(path)/pgwal/pg17_wal")
            try Files.link("\(data)/pg_tblspc/16400", to: "\(path)/tablespaces/fast/data")
            try Files.write("shared_buffers = '1GB'\nrestore_command = 'x'\nrecovery_target_time = 'y'\n".utf8, to: "\(data)/postgresql.auto.conf")
        }

        /// A restore whose previous data gets the suffix T2, and by which that with the suffix T1 comes back.
        func undo(uid: String = "u2") -> Restore {
            var undo = restore(uid: uid)
            (undo.keptSuffix, undo.undoes, undo.options) = ("T2", "T1", [])
            return undo
        }

        func restore(uid: String = "u1", keeps: Bool = true) -> Restore {
            let path = path
            return Restore(
                major: 17, walDirectory: "\(path)/pgwal/pg17_wal", uid: uid, keptSuffix: keeps ? "T1" : nil, stanza: "db", repo: "1",
                options: ["--set=F", "--type=immediate"], dataVolume: "\(path)/pgdata", logDirectory: "\(path)/pgdata/log",
                pgBackRest: { command, line in
                    line("2026-11-24 08:44:00.000 P01 DETAIL: restore file /pgdata/pg17/base/1/1255 (752KB, 55.43%) checksum 0123")
                    self.calls.withLock { $0.append(command) }
                    if let problem = self.fails.withLock({ $0 }) {
                        // A fetch that was cut off leaves something.
                        try Files.makeFolder("\(path)/pgdata/pg17", mode: 0o700)
                        try Files.write("".utf8, to: "\(path)/pgdata/pg17/backup.manifest")
                        return problem
                    }
                    try Self.database("new", at: path)
                    return nil
                },
                recovery: { data in
                    let asked = Files.exists("\(data)/recovery.signal") ? "recovery" : "start"
                    let settings = (try? Files.text("\(data)/postgresql.auto.conf")) ?? ""
                    self.started.withLock { $0 = [asked, settings] }
                    if self.recoveryFails.withLock({ $0 }) { throw Problem("the target is not there") }
                    return Recovery.Result(timeline: self.timeline.withLock(\.self), recoveredTo: "2026-11-24 08:44:00+00")
                },
                tell: { progress in self.progress.withLock { $0.append(progress) } },
                time: Time(elapsed: { .zero }, sleep: { _ in }), log: { _ in })
        }

        /// What data, log and tablespace hold, by way of the links in the data directory.
        var contents: [String] {
            ["content", "pg_wal/000000010000000000000001", "pg_tblspc/16400/PG_17/content"].map { (try? Files.text("\(data)/\($0)")) ?? "none" }
        }
        var keptContents: [String] { keptContents("T1") }
        func keptContents(_ suffix: String) -> [String] {
            ["content", "pg_wal/000000010000000000000001", "pg_tblspc/16400/PG_17/content"].map {
                (try? Files.text("\(data)_kept_\(suffix)/\($0)")) ?? "none"
            }
        }
    }

    static let old = ["old", "old", "old"]
    static let new = ["new", "new", "new"]

    @Test("keeps the previous data beside the restored, and says where and how large it is") func keeps() async throws {
        let volumes = try Volumes()
        let report = try await volumes.restore().run()
        #expect(volumes.contents == Self.new)
        #expect(volumes.keptContents == Self.old)
        #expect(report["outcome"] == "restored")
        #expect(report["timeline"] == 2)
        #expect(report["keptDirectory"] == .string("\(volumes.data)_kept_T1"))
        #expect((report["keptBytes"]?.integer ?? 0) > 4096)
        // Left there, a later start as a replica would stop at the old target.
        #expect(try Files.text("\(volumes.data)/postgresql.auto.conf") == "shared_buffers = '1GB'")
        let again = try await volumes.restore().run()
        #expect(again == report)
        #expect(volumes.calls.withLock { $0.count } == 1, "what is done is not done again")
    }

    @Test("puts the previous data back when the backup cannot be fetched") func fetchFails() async throws {
        let volumes = try Volumes()
        volumes.fails.withLock { $0 = "ERROR: [055]: no such file" }
        for _ in 1...2 {
            let failure = await #expect(throws: Restore.Failure.self) { _ = try await volumes.restore().run() }
            #expect(failure?.outcome == .returned)
            #expect(failure?.reason.contains("no such file") == true)
            #expect(volumes.contents == Self.old)
            #expect(!Files.exists("\(volumes.data)_kept_T1"))
        }
        #expect(volumes.calls.withLock { $0.count } == 3, "a repository may not answer for a moment")
    }

    @Test("puts the previous data back when recovery does not reach the target") func recoveryFails() async throws {
        let volumes = try Volumes()
        volumes.recoveryFails.withLock { $0 = true }
        let failure = await #expect(throws: Restore.Failure.self) { _ = try await volumes.restore().run() }
        #expect(failure?.outcome == .returned)
        #expect(volumes.contents == Self.old)
        let other = try await volumes.restore(uid: "u2").runAllowing(volumes)
        #expect(other["outcome"] == "restored")
    }

    @Test("overwrites the data where that was allowed, and cannot give it back") func overwrites() async throws {
        let volumes = try Volumes()
        volumes.recoveryFails.withLock { $0 = true }
        let failure = await #expect(throws: Restore.Failure.self) { _ = try await volumes.restore(keeps: false).run() }
        #expect(failure?.outcome == .lost)
        #expect(volumes.calls.withLock { $0.first?.contains("--delta") } == true)
    }

    @Test("fills an empty volume") func fills() async throws {
        let volumes = try Volumes(content: nil)
        let report = try await volumes.restore().run()
        #expect(volumes.contents == Self.new)
        #expect(report["keptDirectory"] == nil)
    }

    /// Every state that a kill can leave: the marker of a step, with what that step may have done.
    @Test("goes on after having been killed at any step", arguments: RestoreMarker.Step.allCases.filter { $0 != .cleared })
    func killed(_ step: RestoreMarker.Step) async throws {
        for progress in 0...3 {
            let volumes = try Volumes()
            let directories = InstanceDirectories(data: volumes.data, wal: "\(volumes.path)/pgwal/pg17_wal")
            switch step {
            case .keeping:
                // Renamed in part: the folder alone, then the log too.
                if progress > 0 { try Files.rename(volumes.data, to: "\(volumes.data)_kept_T1") }
                if progress > 1 { try Files.rename("\(volumes.path)/pgwal/pg17_wal", to: "\(volumes.path)/pgwal/pg17_wal_kept_T1") }
                if progress > 2 { try directories.keep("T1") }
            case .restoring, .recovering, .restored:
                try directories.keep("T1")
                if progress > 0 || step != .restoring { try Volumes.database("new", at: volumes.path) }
            case .returning:
                try directories.keep("T1")
                if progress > 0 { try directories.removePresent() }
                if progress > 1 { try Files.rename("\(volumes.path)/pgwal/pg17_wal_kept_T1", to: "\(volumes.path)/pgwal/pg17_wal") }
                if progress > 2 { try directories.putBack("T1") }
            case .returned, .cleared: break
            }
            try RestoreMarker(uid: "u1", step: step, kept: "T1", error: "why").write(on: "\(volumes.path)/pgdata")
            if step == .returning || step == .returned {
                let failure = await #expect(throws: Restore.Failure.self) { _ = try await volumes.restore().run() }
                #expect(failure?.reason == "why")
                #expect(volumes.contents == Self.old, "\(step) \(progress)")
            } else {
                _ = try await volumes.restore().run()
                #expect(volumes.contents == Self.new, "\(step) \(progress)")
                #expect(volumes.keptContents == Self.old, "\(step) \(progress)")
            }
        }
    }

    @Test("puts back what an earlier restore left half-way, before it begins") func earlier() async throws {
        let volumes = try Volumes()
        try InstanceDirectories(data: volumes.data, wal: "\(volumes.path)/pgwal/pg17_wal").keep("T0")
        try Volumes.database("half", at: volumes.path)
        try RestoreMarker(uid: "u0", step: .restoring, kept: "T0").write(on: "\(volumes.path)/pgdata")
        _ = try await volumes.restore().run()
        #expect(volumes.contents == Self.new)
        #expect(volumes.keptContents == Self.old)
    }

    @Test("a volume on which a restore has not ended is not started from", arguments: RestoreMarker.Step.allCases)
    func guarded(_ step: RestoreMarker.Step) throws {
        let volumes = try Volumes()
        let marker = RestoreMarker(uid: "u1", step: step, kept: "T1")
        try marker.write(on: "\(volumes.path)/pgdata")
        let report = VolumeReport(major: 17, dataVolume: "\(volumes.path)/pgdata", controlData: { _ in Self.controlData })
        if marker.isUnfinished {
            let problem = #expect(throws: Problem.self) { _ = try report.read() }
            #expect(problem?.description.contains("has not ended") == true)
        } else {
            #expect(try report.read()["volume"] == "cluster")
        }
    }

    static let controlData = """
        Database system identifier:           7412345678901234567
        Database cluster state:               shut down
        Latest checkpoint location:           0/3000148
        Latest checkpoint's REDO location:    0/3000110
        Latest checkpoint's TimeLineID:       1
        Minimum recovery ending location:     0/0
        Min recovery ending loc's timeline:   0
        """

    @Test("the data of another instance is removed once, and only if it is of the same database") func clears() throws {
        let volumes = try Volumes()
        func clear(_ identifier: String, uid: String = "u1") throws -> [String: JSONValue] {
            try ClearVolume(
                major: 17, walDirectory: "\(volumes.path)/pgwal/pg17_wal", uid: uid, systemIdentifier: identifier,
                dataVolume: "\(volumes.path)/pgdata", controlData: { _ in Self.controlData }, log: { _ in }
            ).run()
        }
        let foreign = #expect(throws: Problem.self) { _ = try clear("1") }
        #expect(foreign?.description.contains("another database") == true)
        #expect(volumes.contents == Self.old)
        _ = try clear("7412345678901234567")
        #expect(volumes.contents == ["none", "none", "none"])
        #expect(Files.exists("\(volumes.path)/tablespaces/fast/data"))
        // Run again when the instance was made anew, it must not remove that.
        try Volumes.database("new", at: volumes.path)
        _ = try clear("7412345678901234567")
        #expect(volumes.contents == Self.new)
        // Another restore removes it again.
        _ = try clear("7412345678901234567", uid: "u2")
        #expect(volumes.contents == ["none", "none", "none"])
    }

    @Test("a volume that was restored itself is not cleared") func protects() async throws {
        let volumes = try Volumes()
        _ = try await volumes.restore().run()
        let problem = #expect(throws: Problem.self) {
            _ = try ClearVolume(
                major: 17, walDirectory: "\(volumes.path)/pgwal/pg17_wal", uid: "u1", systemIdentifier: "7412345678901234567",
                dataVolume: "\(volumes.path)/pgdata", controlData: { _ in Self.controlData }, log: { _ in }
            ).run()
        }
        #expect(problem?.description.contains("restored itself") == true)
        #expect(volumes.contents == Self.new)
    }

    /// Volumes after a restore: `new` in its place, `old` kept under T1.
    static func restored() async throws -> Volumes {
        let volumes = try Volumes()
        _ = try await volumes.restore().run()
        try Files.write("1\t0/5000000\tno recovery target".utf8, to: "\(volumes.data)/pg_wal/00000002.history")
        volumes.timeline.withLock { $0 = 3 }
        return volumes
    }
    static let none = ["none", "none", "none"]

    @Test("undone, the data before it comes back, and what took its place is kept in turn") func undoes() async throws {
        let volumes = try await Self.restored()
        let report = try await volumes.undo().run()
        #expect(volumes.contents == Self.old)
        #expect(volumes.keptContents("T2") == Self.new)
        #expect(volumes.keptContents("T1") == Self.none)
        #expect(report["outcome"] == "restored" && report["timeline"] == 3)
        #expect(report["keptDirectory"] == .string("\(volumes.data)_kept_T2"))
        // It replays what was archived of its own timeline, and knows of the other one, above which it goes on.
        let started = volumes.started.withLock(\.self)
        #expect(started[0] == "recovery")
        #expect(started[1].contains("recovery_target_timeline = 'current'") && started[1].contains("archive-get %f \"%p\"'"))
        #expect(Files.exists("\(volumes.data)/pg_wal/00000002.history"))
        #expect(try Files.text("\(volumes.data)/postgresql.auto.conf") == "shared_buffers = '1GB'")
        let again = try await volumes.undo().run()
        #expect(again == report)
        #expect(volumes.contents == Self.old)
        // And back again.
        volumes.timeline.withLock { $0 = 4 }
        var back = volumes.undo(uid: "u3")
        (back.keptSuffix, back.undoes) = ("T3", "T2")
        _ = try await back.run()
        #expect(volumes.contents == Self.new)
        #expect(volumes.keptContents("T3") == Self.old)
    }

    @Test("an undo that fails leaves the present data in its place, and keeps the other as before") func undoFails() async throws {
        let volumes = try await Self.restored()
        volumes.recoveryFails.withLock { $0 = true }
        for _ in 1...2 {
            let failure = await #expect(throws: Restore.Failure.self) { _ = try await volumes.undo().run() }
            #expect(failure?.outcome == .returned)
            #expect(volumes.contents == Self.new)
            #expect(volumes.keptContents == Self.old)
            #expect(volumes.keptContents("T2") == Self.none)
        }
        let later = try await volumes.undo(uid: "u3").runAllowing(volumes)
        #expect(later["outcome"] == "restored")
        #expect(volumes.contents == Self.old)
    }

    @Test("an undo never begins a timeline that there is already") func undoTimeline() async throws {
        let volumes = try await Self.restored()
        volumes.timeline.withLock { $0 = 2 }
        let failure = await #expect(throws: Restore.Failure.self) { _ = try await volumes.undo().run() }
        #expect(failure?.reason.contains("timeline 2, and there is 2 already") == true)
        #expect(volumes.contents == Self.new)
    }

    @Test("without the kept data an undo touches nothing") func undoWithoutData() async throws {
        let volumes = try await Self.restored()
        try InstanceDirectories(data: volumes.data, wal: "\(volumes.path)/pgwal/pg17_wal").release("T1")
        let failure = await #expect(throws: Restore.Failure.self) { _ = try await volumes.undo().run() }
        #expect(failure?.outcome == .returned)
        #expect(failure?.reason.contains("is not there") == true)
        #expect(volumes.contents == Self.new)
    }

    @Test("an undo goes on after having been killed at any step", arguments: [RestoreMarker.Step.keeping, .restoring, .recovering, .returning])
    func undoKilled(_ step: RestoreMarker.Step) async throws {
        for progress in 0...5 {
            let volumes = try await Self.restored()
            let wal = "\(volumes.path)/pgwal/pg17_wal"
            let directories = InstanceDirectories(data: volumes.data, wal: wal)
            switch step {
            case .keeping:
                if progress > 0 { try Files.rename(volumes.data, to: "\(volumes.data)_kept_T2") }
                if progress > 1 { try directories.keep("T2") }
            default:
                try directories.keep("T2")
                if progress > 0 { try Files.rename("\(wal)_kept_T1", to: wal) }
                if progress > 1 || step != .restoring { try directories.putBack("T1") }
            }
            if step == .returning {
                // The data that had come back goes, then the other returns; each in part.
                if progress > 2 { try Files.rename(volumes.data, to: "\(volumes.data)_kept_T1") }
                if progress > 3 { try directories.keep("T1") }
                if progress > 4 { try directories.putBack("T2") }
            }
            try RestoreMarker(uid: "u2", step: step, kept: "T2", undoes: "T1", error: "why").write(on: "\(volumes.path)/pgdata")
            if step == .returning {
                let failure = await #expect(throws: Restore.Failure.self) { _ = try await volumes.undo().run() }
                #expect(failure?.reason == "why")
                #expect(volumes.contents == Self.new, "\(step) \(progress)")
                #expect(volumes.keptContents == Self.old, "\(step) \(progress)")
            } else {
                _ = try await volumes.undo().run()
                #expect(volumes.contents == Self.old, "\(step) \(progress)")
                #expect(volumes.keptContents("T2") == Self.new, "\(step) \(progress)")
            }
        }
    }

    @Test("another restore first takes back what an undo left half-way") func afterHalfAnUndo() async throws {
        let volumes = try await Self.restored()
        let directories = InstanceDirectories(data: volumes.data, wal: "\(volumes.path)/pgwal/pg17_wal")
        try directories.keep("T2")
        try directories.putBack("T1")
        try RestoreMarker(uid: "u2", step: .recovering, kept: "T2", undoes: "T1").write(on: "\(volumes.path)/pgdata")
        var next = volumes.restore(uid: "u3")
        next.keptSuffix = "T3"
        _ = try await next.run()
        #expect(volumes.keptContents("T1") == Self.old)
        #expect(volumes.keptContents("T3") == Self.new)
    }

    @Test("how far it is, is told as pgBackRest and PostgreSQL say it") func progress() async throws {
        let volumes = try Volumes()
        _ = try await volumes.restore().run()
        #expect(volumes.progress.withLock(\.self).map(\.step) == [.keeping, .restoring, .restoring, .recovering])
        #expect(volumes.progress.withLock(\.self).compactMap(\.percent) == [55.43])
        #expect(RestoreProgress.percent(in: "P00   INFO: restore backup set 20261124-080000F (99%)") == nil)
        #expect(
            RestoreProgress.position(in: "2026-11-24 08:45:00.000 UTC LOG:  redo in progress, elapsed time: 3.00 s, current LSN: 0/5000148")
                == "0/5000148")
        #expect(RestoreProgress(step: .recovering, position: "0/5").text == #"{"position":"0/5","step":"recovering"}"#)
    }

    @Test("progress is written when it has changed, until the work is done") func reporter() async throws {
        let folder = try TemporaryFolder()
        try Files.write("LOG:  redo in progress, elapsed time: 3.00 s, current LSN: 0/7\n".utf8, to: "\(folder.path)/log")
        let told = Mutex<[String]>([])
        let (turns, turn) = AsyncStream.makeStream(of: Void.self)
        let (waits, wait) = AsyncStream.makeStream(of: Void.self)
        let time = Time(
            elapsed: { .zero },
            sleep: { _ in
                wait.yield()
                for await _ in turns { break }
            })
        let reporter = RestoreProgressReporter(recoveryLog: "\(folder.path)/log", time: time) { text in told.withLock { $0.append(text) } }
        let task = Task { await reporter.run() }
        var waiting = waits.makeAsyncIterator()
        await waiting.next()
        for progress in [RestoreProgress(step: .restoring, percent: 1.5), RestoreProgress(step: .restoring, percent: 1.5), .init(step: .recovering)] {
            reporter.note(progress)
            turn.yield()
            await waiting.next()
        }
        task.cancel()
        turn.yield()
        await task.value
        #expect(told.withLock(\.self) == [#"{"percent":1.5,"step":"restoring"}"#, #"{"position":"0/7","step":"recovering"}"#])
    }

    @Test("what PostgreSQL says is read") func log() {
        let log = """
            2026-11-24 08:45:00.000 UTC LOG:  redo done at 0/3000148
            2026-11-24 08:45:00.000 UTC LOG:  last completed transaction was at log time 2026-11-24 08:44:00.123456+00
            2026-11-24 08:45:00.001 UTC FATAL:  recovery ended before configured recovery target was reached
            2026-11-24 08:45:00.002 UTC LOG:  startup process (PID 9) exited with exit code 1
            """
        #expect(Recovery.lastTransaction(in: log) == "2026-11-24 08:44:00.123456+00")
        #expect(Recovery.reason(in: log).hasPrefix("the WAL that was archived does not have the target"))
        #expect(Recovery.reason(in: "") == "PostgreSQL did not start, and said nothing")
    }
}

extension Restore {
    /// Runs with everything going well again.
    fileprivate func runAllowing(_ volumes: RestoreTests.Volumes) async throws -> [String: JSONValue] {
        volumes.recoveryFails.withLock { $0 = false }
        return try await run()
    }
}
