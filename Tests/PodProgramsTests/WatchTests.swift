import Testing

@testable import PodPrograms

@Suite("Noticing changed files") struct WatchTests {
    /// A folder as Kubernetes mounts a ConfigMap: names that lead through a link to the folder of one version.
    struct Projected {
        let folder: TemporaryFolder
        var path: String { folder.path }

        init(_ content: String) throws {
            folder = try TemporaryFolder()
            try folder.file("..1/nested/key", content)
            try Files.link("\(folder.path)/..data", to: "..1")
            try Files.link("\(folder.path)/nested", to: "..data/nested")
        }

        func replace(_ version: Int, _ content: String) throws {
            try folder.file("..\(version)/nested/key", content)
            try Files.link("\(path)/..data", to: "..\(version)")
        }
    }

    @Test("a version that is turned to is a change, the same content again is none") func fingerprint() throws {
        let mounted = try Projected("old")
        let before = FileFingerprint(of: [mounted.path])
        try mounted.replace(2, "old")
        #expect(FileFingerprint(of: [mounted.path]) == before)
        try mounted.replace(3, "new")
        #expect(FileFingerprint(of: [mounted.path]).difference(from: before) == ["\(mounted.path)/nested/key"])
    }

    @Test("files that come and go are changes") func comeAndGo() throws {
        let folder = try TemporaryFolder()
        let before = FileFingerprint(of: [folder.path, "\(folder.path)/none"])
        try folder.file("a", "")
        let after = FileFingerprint(of: [folder.path])
        #expect(after.difference(from: before) == ["\(folder.path)/a"])
        #expect(before.difference(from: after) == ["\(folder.path)/a"])
    }

    @Test("a change is acted on, and again until that succeeds") func watch() async throws {
        let mounted = try Projected("old")
        let record = Record()
        let watch = FileWatch(paths: [mounted.path], log: { _ in }) { paths in
            await record.add(paths.joined())
            if await record.lines.count == 1 { throw Problem("not yet") }
        }
        let task = Task { await watch.run() }
        defer { task.cancel() }
        var version = 1
        // The watch begins at some time; a change after that is seen, without waiting for the safety net.
        try await eventually("the change is acted on") {
            if await record.lines.isEmpty {
                version += 1
                try mounted.replace(version, "new \(version)")
                try await Task.sleep(for: .milliseconds(300))
            }
            return await record.lines.count >= 2
        }
        #expect(await record.lines.allSatisfy { $0 == "\(mounted.path)/nested/key" })
    }

    @Test("only a container's main process with the right first argument is signalled") func processes() throws {
        let folder = try TemporaryFolder()
        func process(_ number: Int, _ command: [String], parent: Int) throws {
            try folder.file("\(number)/cmdline", command.joined(separator: "\0") + "\0")
            try folder.file("\(number)/status", "Name:\tx\nPPid:\t\(parent)\n")
        }
        try process(7, ["pgbackrest", "server"], parent: 0)
        try process(8, ["pgbackrest", "server"], parent: 7)
        try process(9, ["pgbackrest", "backup"], parent: 0)
        try process(10, ["/usr/bin/pgbouncer", "/etc/p.ini"], parent: 0)
        try folder.file("self/cmdline", "pgbackrest\0server\0")
        let table = ProcessTable(folder: folder.path)
        #expect(table.processes(running: "pgbackrest", with: "server") == [7])
        #expect(table.processes(running: "pgbouncer") == [10])
    }

    @Test("each request to reload is a higher number") func request() throws {
        let folder = try TemporaryFolder()
        let request = ReloadRequest(file: "\(folder.path)/pgbackrest/reload")
        #expect(request.number == 0)
        try request.make()
        try request.make()
        #expect(request.number == 2)
    }
}
