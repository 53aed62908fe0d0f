import Foundation
import KubernetesModel
import Testing

@testable import PodPrograms

/// What pg_controldata of PostgreSQL 17 prints, shortened.
private let controlData = """
    pg_control version number:            1700
    Catalog version number:               202406281
    Database system identifier:           7412345678901234567
    Database cluster state:               in production
    pg_control last modified:             Sat Jan 31 12:00:05 2026
    Latest checkpoint location:           0/3000148
    Latest checkpoint's REDO location:    0/3000110
    Latest checkpoint's REDO WAL file:    000000030000000000000003
    Latest checkpoint's TimeLineID:       3
    Time of latest checkpoint:            Sat Jan  3 12:00:00 2026
    Minimum recovery ending location:     0/0
    Min recovery ending loc's timeline:   0
    """

@Suite("What is on a volume") struct VolumeTests {
    /// An instance's volumes, and the step as its init container runs it.
    struct Volumes {
        let folder: TemporaryFolder
        var path: String { folder.path }

        init() throws {
            folder = try TemporaryFolder()
            for name in ["pgdata", "pgwal", "tablespaces/space"] { try Files.makeFolder("\(folder.path)/\(name)", mode: 0o775) }
            for name in ["tls.crt", "tls.key", "ca.crt"] { try folder.file("certificates/\(name)", name) }
        }

        func cluster(_ name: String = "pgdata/pg17", version: String = "17") throws {
            try folder.file("\(name)/PG_VERSION", "\(version)\n")
            try folder.file("\(name)/pg_wal/000000010000000000000001", "segment")
        }

        func startup(wal: String = "pgdata/pg17_wal", server: String = "postgres (PostgreSQL) 17.6 (Debian 17.6-1)\n") throws -> [String: JSONValue] {
            try PostgresStartup(
                major: 17, walDirectory: "\(path)/\(wal)", logDirectories: ["\(path)/pgdata/pgbackrest/log"], dataVolume: "\(path)/pgdata",
                walVolume: "\(path)/pgwal", tablespaces: "\(path)/tablespaces", socketDirectory: "\(path)/socket",
                replicationFiles: ReplicationFiles(source: "\(path)/certificates", destination: "\(path)/replication"), serverVersion: { server },
                controlData: { _ in controlData }, log: { _ in }
            ).run()
        }
    }

    @Test("an empty volume gets its folders, and says that it is empty") func empty() throws {
        let volumes = try Volumes()
        for _ in 1...2 {
            #expect(try volumes.startup() == ["volume": "empty", "dataDirectory": .string("\(volumes.path)/pgdata/pg17")])
        }
        #expect(Files.status("\(volumes.path)/pgdata/pg17")?.mode == 0o700)
        #expect(Files.status("\(volumes.path)/pgdata/pgbackrest/log")?.mode == 0o775)
        #expect(Files.status("\(volumes.path)/tablespaces/space/data")?.mode == 0o700)
        #expect(Files.status("\(volumes.path)/replication/tls.key")?.mode == 0o600)
        #expect(Files.exists("\(volumes.path)/socket"))
    }

    @Test("a data directory is reported, closed to others and given its configuration file") func cluster() throws {
        let volumes = try Volumes()
        try volumes.cluster()
        try volumes.folder.file("pgdata/pg17/recovery.signal")
        try Files.setMode(0o755, of: "\(volumes.path)/pgdata/pg17")
        for _ in 1...2 {
            let report = try volumes.startup()
            #expect(report["volume"] == "cluster")
            #expect(report["majorVersion"] == 17)
            #expect(report["systemIdentifier"] == "7412345678901234567")
            #expect(report["timeline"] == 3)
            #expect(report["checkpoint"] == "0/3000148")
            #expect(report["clusterState"] == "in production")
            #expect(report["checkpointTime"] == "2026-01-03T12:00:00Z")
        }
        #expect(Files.status("\(volumes.path)/pgdata/pg17")?.mode == 0o700)
        #expect(Files.exists("\(volumes.path)/pgdata/pg17/postgresql.conf"))
        #expect(!Files.exists("\(volumes.path)/pgdata/pg17/recovery.signal"))
    }

    @Test("the write-ahead log moves to where it belongs", arguments: ["pgdata/pg17_wal", "pgwal/pg17_wal"]) func wal(place: String) throws {
        let volumes = try Volumes()
        try volumes.cluster()
        for _ in 1...2 { _ = try volumes.startup(wal: place) }
        #expect(Files.target("\(volumes.path)/pgdata/pg17/pg_wal") == "\(volumes.path)/\(place)")
        #expect(try volumes.folder.text("\(place)/000000010000000000000001") == "segment")
    }

    @Test("the write-ahead log follows a volume that was added, and one that was taken away") func movedWAL() throws {
        let volumes = try Volumes()
        try volumes.cluster()
        for place in ["pgdata/pg17_wal", "pgwal/pg17_wal", "pgdata/pg17_wal"] {
            _ = try volumes.startup(wal: place)
            #expect(try volumes.folder.text("\(place)/000000010000000000000001") == "segment")
        }
        #expect(!Files.exists("\(volumes.path)/pgwal/pg17_wal"))
    }

    @Test("a run that was killed between moving the log and linking it is finished by the next") func interrupted() throws {
        let volumes = try Volumes()
        try volumes.cluster()
        try Files.rename("\(volumes.path)/pgdata/pg17/pg_wal", to: "\(volumes.path)/pgdata/pg17_wal")
        _ = try volumes.startup()
        #expect(try volumes.folder.text("pgdata/pg17/pg_wal/000000010000000000000001") == "segment")
    }

    @Test("a data directory whose folder was being replaced is put together again") func replaced() throws {
        let volumes = try Volumes()
        try volumes.cluster("pgdata/pg17.old")
        try Files.makeFolder("\(volumes.path)/pgdata/pg17.new", mode: 0o700)
        try Files.rename("\(volumes.path)/pgdata/pg17.old/PG_VERSION", to: "\(volumes.path)/pgdata/pg17.new/PG_VERSION")
        #expect(try volumes.startup()["volume"] == "cluster")
        #expect(try Files.entries("\(volumes.path)/pgdata").filter { $0.hasPrefix("pg17") } == ["pg17", "pg17_wal"])
    }

    @Test("restored data that waits for Patroni is what counts") func bootstrap() throws {
        let volumes = try Volumes()
        try volumes.cluster("pgdata/pg17_bootstrap")
        let report = try volumes.startup()
        #expect(report["volume"] == "bootstrap")
        #expect(report["dataDirectory"] == .string("\(volumes.path)/pgdata/pg17_bootstrap"))
    }

    @Test("pgBackRest's spool lies beside the write-ahead log") func spool() throws {
        let volumes = try Volumes()
        try volumes.folder.file("pgdata/pgbackrest-spool/archive/db/out/x.ok")
        for _ in 1...2 { _ = try volumes.startup(wal: "pgwal/pg17_wal") }
        #expect(Files.target("\(volumes.path)/pgdata/pgbackrest-spool") == "\(volumes.path)/pgwal/pgbackrest-spool")
        try Files.removeTree("\(volumes.path)/pgwal/pgbackrest-spool")
        _ = try volumes.startup()
        #expect(Files.status("\(volumes.path)/pgdata/pgbackrest-spool") == nil)
    }

    @Test("data of another version, or an image of another version, is refused with both numbers") func versions() throws {
        let volumes = try Volumes()
        try volumes.cluster(version: "16")
        #expect(throws: Problem("\(volumes.path)/pgdata/pg17: holds data of PostgreSQL 16, but 17 was asked for: run a PerconaPGUpgrade first")) {
            try volumes.startup()
        }
        #expect(throws: Problem("the image has “postgres (PostgreSQL) 18.1”, but PostgreSQL 17 is asked for: change spec.image")) {
            try volumes.startup(server: "postgres (PostgreSQL) 18.1\n")
        }
    }

    @Test("a log that is gone is not replaced by an empty one") func lostWAL() throws {
        let volumes = try Volumes()
        try volumes.cluster()
        try Files.removeTree("\(volumes.path)/pgdata/pg17/pg_wal")
        try Files.link("\(volumes.path)/pgdata/pg17/pg_wal", to: "\(volumes.path)/pgwal/pg17_wal")
        #expect(throws: Problem.self) { try volumes.startup() }
        #expect(!Files.exists("\(volumes.path)/pgdata/pg17_wal"))
    }

    @Test("two logs with content are not merged") func twoLogs() throws {
        let volumes = try Volumes()
        try volumes.cluster()
        try volumes.folder.file("pgwal/pg17_wal/000000010000000000000009")
        #expect(throws: Problem.self) { try volumes.startup(wal: "pgwal/pg17_wal") }
        #expect(Files.exists("\(volumes.path)/pgdata/pg17/pg_wal/000000010000000000000001"))
    }

    @Test("the report is one JSON object in the termination message") func termination() throws {
        let folder = try TemporaryFolder()
        try folder.file("log")
        var report = TerminationReport(
            Invocation(name: "volume-report", arguments: [], environment: ["EGRET_TERMINATION_LOG": "\(folder.path)/log"], write: { _ in }))
        report.print = { _ in }
        #expect(report.finish { ["volume": "empty"] } == 0)
        #expect(try folder.text("log") == #"{"program":"volume-report","volume":"empty"}"#)
        #expect(report.finish { throw Problem(String(repeating: "x", count: 9000)) } == 1)
        let message = try JSONValue(parsing: folder.text("log"))
        #expect(message["error"]?.string?.count == 2049)
    }

    @Test("output that is not pg_controldata's is refused, and says what is missing") func garbage() {
        #expect(throws: Problem("pg_controldata prints no “Database system identifier”")) { try ControlData(parsing: "pg_controldata: fatal") }
        #expect(throws: Problem("pg_controldata: “Latest checkpoint's TimeLineID” is to be a number, is “x”")) {
            try ControlData(parsing: controlData.replacing("TimeLineID:       3", with: "TimeLineID:  x"))
        }
    }
}
