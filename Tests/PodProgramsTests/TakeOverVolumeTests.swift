import KubernetesModel
import Testing

@testable import PodPrograms

@Suite("A volume that is taken over") struct TakeOverVolumeTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func take(_ directory: String) throws -> [String: JSONValue] { try take(.data(major: 17), directory) }

    private func take(_ part: TakeOverVolume.Part, _ directory: String) throws -> [String: JSONValue] {
        try TakeOverVolume(
            part: part, directory: directory, volume: folder.path, controlData: { _ in RestoreTests.controlData }, log: { _ in }
        ).run()
    }

    private func problem(_ body: () throws -> [String: JSONValue]) -> String {
        do {
            _ = try body()
            return "none"
        } catch { return "\(error)" }
    }

    private func database(_ name: String, version: String = "17") throws {
        try folder.file("\(name)/PG_VERSION", "\(version)\n")
        try folder.file("\(name)/patroni.dynamic.json", "{}")
        try folder.file("\(name)/postmaster.pid", "1")
        try folder.file("\(name)/base/1", "data")
    }

    @Test(
        "data is renamed to where Patroni bootstraps from, and the other cluster's configuration stays behind", arguments: ["pg17", "", "old/data"])
    func data(_ directory: String) throws {
        try database(directory.isEmpty ? "pg17" : directory)
        for _ in 0..<2 {
            let report = try take(.data(major: 17), directory)
            #expect(
                report["volume"] == "bootstrap" && report["systemIdentifier"]?.string?.isEmpty == false, "the second time there is nothing left to do"
            )
            #expect(try folder.text("pg17_bootstrap/base/1") == "data")
            for name in ["patroni.dynamic.json", "postmaster.pid"] { #expect(!Files.exists("\(folder.path)/pg17_bootstrap/\(name)")) }
        }
        #expect(!Files.exists("\(folder.path)/\(directory.isEmpty ? "pg17" : directory)"))
    }

    @Test func aDirectoryThatIsNoneIsToldWithWhatThereIs() throws {
        try folder.file("cluster1/x")
        #expect(problem { try take("pg17") }.hasSuffix("pg17: is no data directory of PostgreSQL; on the volume there are cluster1"))
        #expect(problem { try take("/etc") }.contains("is to be the path of a directory on the volume"))
        #expect(problem { try take("a/../../b") }.contains("is to be the path of a directory on the volume"))
    }

    @Test func dataOfAnotherVersionStaysWhereItIs() throws {
        try database("pg16", version: "16")
        #expect(problem { try take("pg16") }.contains("holds data of PostgreSQL 16, but 17 was asked for"))
        #expect(try folder.text("pg16/base/1") == "data")
    }

    @Test func aSecondDatabaseIsNotPutAside() throws {
        try database("pg17")
        try database("copy")
        #expect(problem { try take("copy") }.contains("pg17: is in the way, and holds 4 files"))
        #expect(try folder.text("copy/base/1") == "data" && folder.text("pg17/base/1") == "data")
    }

    @Test func aVolumeOnWhichARestoreHasNotEndedIsNotUsed() throws {
        try database("pg17")
        try RestoreMarker(uid: "u", step: .recovering).write(on: folder.path)
        #expect(problem { try take("pg17") }.contains("the restore with uid u has not ended here"))
    }

    @Test func theWALIsRenamedOnce() throws {
        try folder.file("old_wal/000000010000000000000001", "wal")
        for _ in 0..<2 { #expect(try take(.wal(major: 17), "old_wal") == ["outcome": "moved"]) }
        #expect(try folder.text("pg17_wal/000000010000000000000001") == "wal")
        #expect(problem { try take(.wal(major: 17), "nothing") } == "none", "it is in its place")
        try folder.file("other/1")
        #expect(problem { try take(.wal(major: 17), "other") }.contains("pg17_wal: is in the way"))
    }

    @Test func aRepositoryIsMovedToTheRootOfItsVolume() throws {
        try folder.file("old-repo1/archive/db/archive.info", "a")
        try folder.file("old-repo1/backup/db/backup.info", "b")
        // Killed after the first of the two.
        try Files.rename("\(folder.path)/old-repo1/archive", to: "\(folder.path)/archive")
        for _ in 0..<2 { #expect(try take(.repository, "old-repo1") == ["outcome": "moved"]) }
        #expect(try folder.text("archive/db/archive.info") == "a" && folder.text("backup/db/backup.info") == "b")
        let empty = try TemporaryFolder()
        let wrong = TakeOverVolume(part: .repository, directory: "x", volume: empty.path, log: { _ in })
        #expect(problem { try wrong.run() }.contains("is no repository of pgBackRest"))
    }
}
