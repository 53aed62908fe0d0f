import KubernetesModel
import Testing

@testable import PodPrograms

@Suite("A backup Job") struct BackupJobTests {
    /// Runs a Job with these variables; the repository host answers as `execute` says.
    func run(
        _ environment: [String: String] = [:], configuration: TemporaryFolder? = nil,
        pods: @escaping @Sendable (Int) -> [String] = { _ in ["host-0"] },
        execute: @escaping @Sendable ([String], Int) -> (output: String, status: Int32)
    ) async throws -> (outcome: BackupJob.Outcome, commands: [[String]], elapsed: Duration) {
        let time = TestTime()
        let commands = Commands()
        let looks = Commands()
        var job = try BackupJob(
            environment: ["COMMAND": "backup", "COMMAND_OPTS": "--stanza=db --repo=1"].merging(environment) { _, new in new },
            pods: {
                await looks.add([])
                return await pods(looks.all.count)
            },
            execute: { pod, container, command, output in
                await commands.add([pod, container] + command)
                let answer = await execute(command, commands.all.count)
                output(Array(answer.output.utf8))
                return answer.status
            }, print: { _ in }, log: { _ in })
        job.time = time.time
        if let configuration { job.configuration = configuration.path }
        return (try await job.run(), await commands.all, time.elapsed)
    }

    actor Commands {
        private(set) var all: [[String]] = []
        func add(_ command: [String]) { all.append(command) }
    }

    @Test("runs pgBackRest with its options in the repository host") func runs() async throws {
        let result = try await run(["COMMAND_OPTS": #"--stanza=db --repo=1 --annotation="percona.com/backup-name"="b1""#, "INITIAL_DELAY_SECS": "7"])
        { _, _ in ("", 0) }
        #expect(result.outcome == BackupJob.Outcome(status: 0, error: nil))
        #expect(
            result.commands == [
                ["host-0", "pgbackrest", "pgbackrest", "backup", "--stanza=db", "--repo=1", "--annotation=percona.com/backup-name=b1"]
            ])
        #expect(result.elapsed == .seconds(7))
    }

    @Test("passes on the exit status and the last error") func fails() async throws {
        let result = try await run { _, _ in
            (
                "P00 INFO: begin\nP00  ERROR: [056]: unable to find primary cluster\n    HINT: check all configured PostgreSQL clusters\nP00 INFO: end",
                56
            )
        }
        #expect(
            result.outcome
                == BackupJob.Outcome(status: 56, error: "[056]: unable to find primary cluster; HINT: check all configured PostgreSQL clusters"))
    }

    @Test("waits for the repository host, and says when there is not just one") func pods() async throws {
        let result = try await run(pods: { $0 < 3 ? [] : ["host-0"] }) { _, _ in ("", 0) }
        #expect(result.elapsed == .seconds(4))
        await #expect(throws: Problem("one running repository host is needed, found a, b")) {
            try await run(pods: { _ in ["a", "b"] }) { _, _ in ("", 0) }
        }
    }

    @Test("waits until the repository host has the same configuration") func configuration() async throws {
        let folder = try TemporaryFolder()
        try folder.file("pgbackrest_repo.conf", "abc")
        let path = "\(folder.path)/pgbackrest_repo.conf"
        let right = "a9993e364706816aba3e25717850c26c9cd0d89d  \(path)\n"
        let wrong = "da39a3ee5e6b4b0d3255bfef95601890afd80709  \(path)\n"
        let result = try await run(["COMPARE_HASH": "true"], configuration: folder) { command, count in
            command[0] == "sha1sum" ? (count < 3 ? wrong : right, 0) : ("", 0)
        }
        #expect(result.commands.map { $0[2] } == ["sha1sum", "sha1sum", "sha1sum", "pgbackrest"])
        await #expect(throws: Problem("\(path) in host-0 differs from this Pod's")) {
            try await run(["COMPARE_HASH": "true"], configuration: folder) { _, _ in (wrong, 0) }
        }
    }

    /// What `pgbackrest info` prints.
    static func info(held: Bool = false, done: (Int, Int)? = nil, jobs: String...) -> String {
        var lock: JSONValue = ["held": .bool(held)]
        if let done { (lock["size-cplt"], lock["size"]) = (.integer(Int64(done.0)), .integer(Int64(done.1))) }
        let stored = jobs.map { job -> JSONValue in ["label": "F", "annotation": ["percona.com/backup-job-name": .string(job)]] }
        return JSONValue.array([["name": "db", "status": ["code": 0, "lock": ["backup": lock]], "backup": .array(stored)]]).text
    }

    @Test("takes the backup of a lost Pod of its Job for its own") func adopts() async throws {
        let result = try await run(["EGRET_JOB": "j1"]) { command, count in
            #expect(command.contains("info"), "no second backup begins")
            return (count < 3 ? Self.info(held: true, jobs: "j0") : Self.info(jobs: "j0", "j1"), 0)
        }
        #expect(result.outcome == BackupJob.Outcome(status: 0, error: nil))
        #expect(result.commands.map { $0[3] } == ["info", "info", "info"])
        #expect(result.elapsed == BackupJob.reportInterval * 2)
    }

    @Test("tells how far the backup is when that has changed") func progress() async throws {
        let told = Commands()
        let ends = Commands()
        var job = try BackupJob(
            environment: ["COMMAND": "backup", "COMMAND_OPTS": "--stanza=db --repo=2 --type=full", "EGRET_JOB": "j1"], pods: { ["host-0"] },
            execute: { _, _, command, output in
                guard command.contains("info") else {
                    while await ends.all.count < 5 { await Task.yield() }
                    return 0
                }
                #expect(command.suffix(2) == ["--stanza=db", "--repo=2"])
                await ends.add([])
                let count = await ends.all.count
                output(Array((count == 1 ? Self.info() : Self.info(held: true, done: (count < 4 ? 50 : 75, 200))).utf8))
                return 0
            }, print: { _ in }, log: { _ in })
        job.time = Time(elapsed: { .zero }, sleep: { _ in await Task.yield() })
        job.report = { await told.add(["\($0.bytes)", "\($0.total)", "\($0.percent)"]) }
        #expect(try await job.run() == BackupJob.Outcome(status: 0, error: nil))
        #expect(await told.all.prefix(2) == [["50", "200", "25"], ["75", "200", "37"]])
    }

    @Test("knows the progress of later releases, which tell it for each repository") func laterInfo() throws {
        let text = #"[{"status":{"lock":{"backup":{"held":true,"repo":[{"key":1,"held":true,"size":9,"size-cplt":3}]}}}}]"#
        let info = try #require(RepositoryInfo(json: try JSONValue(parsing: text)))
        #expect(info.isHeld && info.progress == BackupProgress(bytes: 3, total: 9))
        #expect(RepositoryInfo(json: .emptyObject) == nil)
    }

    @Test("refuses an environment that it cannot run", arguments: [["COMMAND": ""], ["COMMAND_OPTS": "'"]]) func environment(
        _ variables: [String: String]
    ) async {
        await #expect(throws: Problem.self) { try await run(variables) { _, _ in ("", 0) } }
    }

    @Test("only a Pod that runs and is to stay is the repository host") func runningPods() async throws {
        let api = Answering {
            try JSONValue(
                parsing: """
                    {"items": [{"metadata": {"name": "a"}, "status": {"phase": "Pending"}}, {"metadata": {"name": "b"}, "status": {"phase": "Running"}},
                     {"metadata": {"name": "c", "deletionTimestamp": "2026-01-31T12:00:00Z"}, "status": {"phase": "Running"}}]}
                    """)
        }
        #expect(try await BackupJob.runningPods(in: "shop", selector: "a=b,c=", api) == ["b"])
        #expect(api.requests.all == ["/api/v1/namespaces/shop/pods a=b,c="])
    }
}
