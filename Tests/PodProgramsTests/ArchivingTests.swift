import KubernetesModel
import NIOCore
import NIOPosix
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

    @Test("the last backup is seen by its history file, archived or not") func backup() throws {
        let volume = try Volume()
        try volume.folder.file("pg17/pg_wal/archive_status/000000010000000000000003.00000028.backup.done")
        try volume.folder.file("pg17/pg_wal/archive_status/000000010000000000000005.00000060.backup.ready")
        try volume.finish("000000010000000000000006")
        let seen = ArchiveObservation(volume.folders)
        #expect(seen.backup?.name == "000000010000000000000005.00000060.backup")
        #expect(seen.waiting == 2)
        let report = ArchiveReport(backup: BackupHistory(name: "A.28.backup", at: 100))
        #expect(report.text == #"{"backup":"A.28.backup","backupAt":"1970-01-01T00:01:40Z"}"#)
    }

    /// One look: at which second, what is seen, and what is told.
    private struct Look {
        var at: Int64
        var seen = ArchiveObservation()
        var told: String?
        var next: Duration?
        init(
            _ at: Int64, restorable: String? = nil, oldest: String? = nil, since: Int64 = 100, error: String? = nil, way: Reachability = .unknown,
            told: String?, next: Int64?
        ) {
            self.at = at
            seen.reachability = way
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
            Look(101, oldest: "A", told: nil, next: 19),
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
            Look(125, oldest: "B", since: 124, told: nil, next: 19),
            Look(144, oldest: "B", since: 124, told: nil, next: 40),
            Look(184, oldest: "B", since: 124, told: #"{"oldest":"B","since":"1970-01-01T00:02:04Z","waiting":1}"#, next: 60),
        ])
    }

    @Test("a repository that cannot be reached is the reason while pgBackRest gives none, and trouble stays trouble until it is over")
    func unreachable() {
        let since = #""since":"1970-01-01T00:01:40Z","waiting":1"#
        check([
            Look(110, oldest: "A", told: "{}", next: 10),
            Look(120, oldest: "A", way: .unreachable("repo2: no"), told: #"{"error":"repo2: no","oldest":"A",\#(since)}"#, next: 60),
            Look(130, oldest: "A", way: .reachable, told: nil, next: 50),
            Look(180, oldest: "A", way: .reachable, told: #"{"oldest":"A","reachable":true,\#(since)}"#, next: 60),
            Look(240, oldest: "A", error: "e", told: #"{"error":"e","oldest":"A",\#(since)}"#, next: 60),
            Look(250, told: "{}", next: nil),
        ])
        var reporter = ArchiveReporter()
        var seen = ArchiveObservation()
        #expect(!reporter.wantsProbe(seen, at: 1000))
        (seen.oldest, seen.since) = ("A", 100)
        #expect(!reporter.wantsProbe(seen, at: 119) && reporter.wantsProbe(seen, at: 120))
        seen.error = "e"
        #expect(!reporter.wantsProbe(seen, at: 120))
        _ = reporter.look(seen, at: 121)
        seen.error = nil
        #expect(!reporter.wantsProbe(seen, at: 122), "pgBackRest has said why, and tries again")
    }

    @Test(
        "the place of a repository is where pgBackRest goes",
        arguments: [
            ("repo1-host = h\nrepo1-host-type = tls\n", ["repo1 h:8432"]),
            ("repo1-host=h\nrepo1-host-type=tls\nrepo1-host-port=99\nrepo1-s3-endpoint=x\n", ["repo1 h:99"]),
            ("repo1-path = /pgbackrest/repo1\n", []),
            ("repo2-type=s3\nrepo2-s3-bucket=b\nrepo2-s3-endpoint=s3.eu.example.com\n", ["repo2 b.s3.eu.example.com:443"]),
            ("repo2-type=s3\nrepo2-s3-bucket=b\nrepo2-s3-endpoint=https://e:8443/\nrepo2-s3-uri-style=path\n", ["repo2 e:8443"]),
            ("repo2-type=s3\nrepo2-s3-bucket=b\nrepo2-s3-endpoint=https://e:8443\n", ["repo2 b.e:8443"]),
            ("repo2-type=s3\nrepo2-s3-bucket=b\nrepo2-s3-endpoint=e\nrepo2-storage-host=p\nrepo2-storage-port=9000\n", ["repo2 p:9000"]),
            ("repo3-type=gcs\nrepo3-gcs-bucket=b\n", ["repo3 storage.googleapis.com:443"]),
            ("repo4-type=azure\nrepo4-azure-account=a\n", ["repo4 a.blob.core.windows.net:443"]),
            ("repo4-type=azure\n", []),
        ] as [(String, [String])]) func endpoints(file: String, places: [String]) throws
    {
        let folder = try TemporaryFolder()
        try folder.file("a.conf", "# comment = x\n[global]\n" + file + "[global:restore]\nrepo1-host-port=7\n")
        try folder.file("b.txt", "[global]\nrepo1-type=s3\nrepo1-s3-bucket=b\nrepo1-s3-endpoint=ignored\n")
        try folder.file("c.conf", "[db]\npg1-path=/pgdata/pg17\n")
        let found = RepositoryEndpoint.all(in: PgBackRestOptions(folder: folder.path))
        #expect(found.map { "\($0.repo) \($0.host):\($0.port)" } == places)
    }

    @Test("a port that nobody listens on, and a name that nobody knows, are told") func probing() async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        let endpoint = RepositoryEndpoint(repo: "repo2", host: "127.0.0.1", port: port)
        #expect(
            await endpoint.obstacle(within: .milliseconds(200)) == "repo2: 127.0.0.1, port \(port), accepts connections and does not answer")
        let plain = RepositoryEndpoint(repo: "repo2", host: "127.0.0.1", port: port, speaksTLS: false)
        #expect(await Reachability(probing: [plain]) == .reachable)
        try await server.close()
        #expect(await endpoint.obstacle() == "repo2: no connection to 127.0.0.1, port \(port): Connection refused")
        let nowhere = RepositoryEndpoint(repo: "repo3", host: "no-such-name.invalid", port: 443)
        guard case .unreachable(let reason) = await Reachability(probing: [nowhere]) else {
            Issue.record("a name that does not exist was reached")
            return
        }
        #expect(reason.hasPrefix("repo3: no connection to no-such-name.invalid, port 443: "))
    }

    @Test("a change in the folders is told, again until the server takes it, and a standby tells nothing") func watch() async throws {
        let volume = try Volume()
        try volume.folder.file("conf", "spool-path = \(volume.folders.spool)\npg1-path = \(volume.folders.data)\n")
        try volume.folder.file("pg17/standby.signal")
        let told = Record()
        let watch = ArchiveWatch(
            configuration: "\(volume.folder.path)/conf", publish: { await told.add($0) }, probe: { _ in .unreachable("repo1: no way") },
            now: { 1 << 40 }, log: { _ in })
        let task = Task { await watch.run() }
        defer { task.cancel() }
        try await Task.sleep(for: .milliseconds(300))
        #expect(await told.lines.isEmpty)
        try Files.remove("\(volume.folders.data)/standby.signal")
        try await eventually("the first report is there") { await told.lines == ["{}"] }
        try volume.finish("000000010000000000000002")
        try await eventually("the way is looked into") { await told.lines.last?.contains("repo1: no way") == true }
        try Files.remove("\(volume.folders.ready)/000000010000000000000002.ready")
        try await eventually("the end of it is told") { await told.lines.last == "{}" }
        try volume.finish("000000010000000000000003")
        try volume.fail("global", "7\nno such bucket")
        try await eventually("the trouble is told") { await told.lines.last?.contains("[7] no such bucket") == true }
    }
}
