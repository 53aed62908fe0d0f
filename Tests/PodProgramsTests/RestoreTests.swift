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

        func restore(uid: String = "u1", keeps: Bool = true) -> Restore {
            let path = path
            return Restore(
                major: 17, walDirectory: "\(path)/pgwal/pg17_wal", uid: uid, keptSuffix: keeps ? "T1" : nil, stanza: "db", repo: "1",
                options: ["--set=F", "--type=immediate"], dataVolume: "\(path)/pgdata", logDirectory: "\(path)/pgdata/log",
                pgBackRest: { command in
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
                recovery: { _ in
                    if self.recoveryFails.withLock({ $0 }) { throw Problem("the target is not there") }
                    return Recovery.Result(timeline: 2, recoveredTo: "2026-11-24 08:44:00+00")
                },
                time: Time(elapsed: { .zero }, sleep: { _ in }), log: { _ in })
        }

        /// What data, log and tablespace hold, by way of the links in the data directory.
        var contents: [String] {
            ["content", "pg_wal/000000010000000000000001", "pg_tblspc/16400/PG_17/content"].map { (try? Files.text("\(data)/\($0)")) ?? "none" }
        }
        var keptContents: [String] {
            ["content", "pg_wal/000000010000000000000001", "pg_tblspc/16400/PG_17/content"].map {
                (try? Files.text("\(data)_kept_T1/\($0)")) ?? "none"
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
