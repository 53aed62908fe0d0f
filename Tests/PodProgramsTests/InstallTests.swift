import Testing

@testable import PodPrograms

@Suite("Installing the programs") struct InstallTests {
    @Test("puts the executable and a link for each name into the folder") func install() throws {
        let folder = try TemporaryFolder()
        try folder.file("program", "elf", mode: 0o700)
        var installation = try Installation(arguments: ["\(folder.path)/bin"])
        installation.executable = "\(folder.path)/program"
        try installation.run()
        #expect(try folder.text("bin/egret-operator") == "elf")
        #expect(Files.status("\(folder.path)/bin/egret-operator")?.mode == 0o755)
        for name in PodPrograms.names {
            #expect(Files.target("\(folder.path)/bin/\(name)") == "egret-operator")
            #expect(try folder.text("bin/\(name)") == "elf")
        }
        #expect(try Files.entries("\(folder.path)/bin").count == PodPrograms.names.count + 1)
    }

    @Test("replaces what an older version left, also a file in the place of a link") func replace() throws {
        let folder = try TemporaryFolder()
        try folder.file("program", "new")
        try folder.file("bin/egret-operator", "old")
        try folder.file("bin/pre-stop", "a script")
        var installation = try Installation(arguments: ["\(folder.path)/bin"])
        installation.executable = "\(folder.path)/program"
        try installation.run()
        try installation.run()
        #expect(try folder.text("bin/pre-stop") == "new")
    }

    @Test("has every name that that operator's manifests call") func contract() {
        let contract: Set = [
            "pgbackrest", "pgbouncer-startup", "postgres-entrypoint.sh", "postgres-liveness-check.sh", "postgres-readiness-check.sh",
            "restore-command-wrapper.sh",
        ]
        #expect(contract.subtracting(PodPrograms.names).isEmpty)
    }

    @Test("names no program that is not ours") func unknown() async {
        #expect(await PodPrograms.run(name: "/usr/local/bin/postgres-operator", arguments: []) == nil)
    }

    @Test("gives the present user the name postgres, in place of whoever had its number") func names() throws {
        let folder = try TemporaryFolder()
        try folder.file("passwd", "root:x:0:0:root:/root:/bin/sh\npostgres:x:26:26::/:/bin/sh\nsomeone:x:1234:5::/:/bin/sh\n")
        try folder.file("group", "root:x:0:\npostgres:x:26:\n")
        var files = NameServiceFiles()
        files.folder = "\(folder.path)/out"
        files.passwd = "\(folder.path)/passwd"
        files.group = "\(folder.path)/group"
        files.user = 1234
        files.primaryGroup = 0
        try files.write()
        #expect(try folder.text("out/passwd") == "root:x:0:0:root:/root:/bin/sh\npostgres:x:1234:0:PostgreSQL:/tmp:/bin/bash")
        #expect(try folder.text("out/group") == "postgres:x:0:")
    }
}
