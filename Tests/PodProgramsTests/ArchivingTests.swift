import KubernetesModel
import Testing

@testable import PodPrograms

@Suite("Telling how archiving goes") struct ArchivingTests {
    /// Folders as an instance has them, without anything that waits.
    struct Volume {
        let folder: TemporaryFolder
        let folders: ArchiveFolders

        init() throws {
            folder = try TemporaryFolder()
            var folders = ArchiveFolders(data: "\(folder.path)/pg17", spool: "\(folder.path)/spool")
            folders.latestCommit = "\(folder.path)/latest"
            self.folders = folders
            try Files.makeFolder(folders.ready, mode: 0o700)
            try Files.makeFolder(folders.outcome, mode: 0o700)
        }

        func finish(_ segment: String) throws { try folder.file("pg17/pg_wal/archive_status/\(segment).ready") }
        func fail(_ name: String, _ content: String) throws { try folder.file("spool/archive/db/out/\(name).error", content) }
    }

    @Test("the folders are those of pgBackRest's configuration") func configuration() throws {
        let text = "# x\n[global]\narchive-async = y\nspool-path = /pgwal/spool\n\n[db]\npg1-path=/pgdata/pg17\npg1-port = 5432\n"
        let folders = try #require(ArchiveFolders(configuration: text))
        #expect(folders == ArchiveFolders(data: "/pgdata/pg17", spool: "/pgwal/spool"))
        #expect(folders.outcome == "/pgwal/spool/archive/db/out")
        #expect(ArchiveFolders(configuration: "[global]\nspool-path = /x\n") == nil)
    }

    @Test("what waits is seen, with the reason for the first one, or the one for all") func observation() throws {
        let volume = try Volume()
        #expect(ArchiveObservation(volume.folders) == ArchiveObservation())
        try volume.folder.file("latest", "2026-01-31T12:00:00.5Z\n")
        try volume.finish("000000010000000000000003")
        try volume.finish("000000010000000000000002")
        try volume.folder.file("pg17/pg_wal/archive_status/000000010000000000000001.done")
        try volume.fail("000000010000000000000003", "1\nnot this one")
        try volume.fail("global", "103\nunable to find a valid repository:\nrepo1: [FileOpenError] raised\n*** Path ***:\n/secret")
        var seen = ArchiveObservation(volume.folders)
        #expect(seen.waiting == 2 && seen.oldest == "000000010000000000000002" && seen.since != nil)
        #expect(seen.restorable == "2026-01-31T12:00:00.5Z")
        #expect(seen.error == "[103] unable to find a valid repository:; repo1: [FileOpenError] raised")
        #expect(seen.freePercent.map { (0...100).contains($0) } == true)
        try volume.fail("000000010000000000000002", "39\nfull")
        seen = ArchiveObservation(volume.folders)
        #expect(seen.error == "[39] full")
    }

    @Test("what is no error file gives no reason", arguments: ["", "text", "0", "7\n", "7\n*** Path ***:"]) func noReason(content: String) {
        #expect(ArchiveObservation.reason(content) == nil)
    }

    @Test("a reason is short") func shortReason() {
        let reason = ArchiveObservation.reason("1\n" + String(repeating: "x", count: 5000)) ?? ""
        #expect(reason.utf8.count < 700)
    }

    /// One look: at which second, what is seen, and what is told.
    private struct Look {
        var at: Int64
        var seen = ArchiveObservation()
        var told: String?
        var next: Duration?
        init(_ at: Int64, restorable: String? = nil, oldest: String? = nil, since: Int64 = 100, error: String? = nil, told: String?, next: Int64?) {
            self.at = at
            seen.restorable = restorable
            seen.oldest = oldest
            seen.waiting = oldest == nil ? 0 : 1
            seen.since = oldest == nil ? nil : since
            seen.error = error
            self.told = told
            self.next = next.map { .seconds($0) }
        }
    }

    private func check(_ looks: [Look], sourceLocation: SourceLocation = #_sourceLocation) {
        var reporter = ArchiveReporter()
        for look in looks {
            let decision = reporter.look(look.seen, at: look.at)
            #expect(decision.publish?.text == look.told, "at \(look.at)", sourceLocation: sourceLocation)
            #expect(decision.next == look.next, "at \(look.at)", sourceLocation: sourceLocation)
            if let report = decision.publish { reporter.didPublish(report, at: look.at) }
        }
    }

    @Test("newer transactions are told at most every ten seconds, and nothing is told twice") func restorable() {
        check([
            Look(0, told: "{}", next: nil),
            Look(10, restorable: "a", told: #"{"restorable":"a"}"#, next: nil),
            Look(11, restorable: "a", told: nil, next: nil),
            Look(13, restorable: "b", told: nil, next: 7),
            Look(20, restorable: "c", told: #"{"restorable":"c"}"#, next: nil),
        ])
    }

    @Test("a segment that waits is trouble after a minute, with a reason after twenty seconds, and its end is told at once") func trouble() {
        let since = #""since":"1970-01-01T00:01:40Z","waiting":1"#
        check([
            Look(100, told: "{}", next: nil),
            Look(101, oldest: "A", told: nil, next: 59),
            Look(115, oldest: "A", error: "e", told: nil, next: 5),
            // The reason is remembered while pgBackRest tries again.
            Look(121, oldest: "A", told: #"{"error":"e","oldest":"A",\#(since)}"#, next: 60),
            Look(130, oldest: "A", error: "f", told: nil, next: 51),
            Look(181, oldest: "A", error: "f", told: #"{"error":"f","oldest":"A",\#(since)}"#, next: 60),
            Look(182, told: "{}", next: nil),
        ])
        check([
            Look(100, oldest: "A", error: "e", told: "{}", next: 20),
            // Another file waits: the reason of the one before is none for it.
            Look(125, oldest: "B", since: 124, told: nil, next: 59),
            Look(184, oldest: "B", since: 124, told: #"{"oldest":"B","since":"1970-01-01T00:02:04Z","waiting":1}"#, next: 60),
        ])
    }

    @Test("a change in the folders is told, again until the server takes it, and a standby tells nothing") func watch() async throws {
        let volume = try Volume()
        try volume.folder.file("conf", "spool-path = \(volume.folders.spool)\npg1-path = \(volume.folders.data)\n")
        try volume.folder.file("pg17/standby.signal")
        let told = Record()
        let watch = ArchiveWatch(
            configuration: "\(volume.folder.path)/conf", publish: { await told.add($0) }, now: { 1 << 40 }, log: { _ in })
        let task = Task { await watch.run() }
        defer { task.cancel() }
        try await Task.sleep(for: .milliseconds(300))
        #expect(await told.lines.isEmpty)
        try Files.remove("\(volume.folders.data)/standby.signal")
        try await eventually("the first report is there") { await told.lines == ["{}"] }
        try volume.finish("000000010000000000000002")
        try volume.fail("global", "7\nno such bucket")
        try await eventually("the trouble is told") { await told.lines.last?.contains("[7] no such bucket") == true }
    }
}
