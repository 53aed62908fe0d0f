internal import Crypto
internal import Glibc
internal import KubernetesModel

/// Runner of a backup Job: has pgBackRest work in the repository host, whose volumes and certificates the Job does not have.
///
/// The Pod of a Job may be lost while its pgBackRest goes on in the repository host. The next Pod waits for it, and takes its backup for its own.
struct BackupJob: Sendable {
    /// `backup`, or another command of pgBackRest.
    var command: [String]
    /// Arguments that follow it.
    var options: [String]
    var container: String
    /// Whether the repository host must have the same configuration as this Pod has.
    var comparesConfiguration: Bool
    var initialDelay: Duration = .zero
    /// Name of the Job, with which its backup is annotated; nil for what is not a backup of ours.
    var job: String?
    var configuration = "/etc/pgbackrest/conf.d"
    /// Names of the running Pods that match the selector.
    var pods: @Sendable () async throws -> [String]
    /// Runs a command in a container of a Pod, passes its output on as it comes, and returns the exit status.
    var execute: @Sendable (_ pod: String, _ container: String, _ command: [String], _ output: @Sendable ([UInt8]) -> Void) async throws -> Int32
    /// Is told how far the backup is, when that has changed.
    var report: @Sendable (BackupProgress) async -> Void = { _ in }
    var time = Time.real()
    var print: @Sendable ([UInt8]) -> Void
    var log: @Sendable (String) -> Void

    /// A Pod may see a new ConfigMap a minute after another one.
    static let longestWait = Duration.seconds(90)
    private static let interval = Duration.seconds(2)
    /// How often pgBackRest is asked how far it is.
    static let reportInterval = Duration.seconds(5)

    /// How it ended.
    struct Outcome: Sendable, Hashable {
        var status: Int32
        /// pgBackRest's last line with an error, if it had one.
        var error: String?
    }

    func run() async throws -> Outcome {
        if initialDelay > .zero { await time.sleep(initialDelay) }
        let pod = try await eventually { try await thePod() }
        if comparesConfiguration { try await eventually { try await compareConfiguration(in: pod) } }
        if let job, await isDone(job, in: pod) { return Outcome(status: 0, error: nil) }
        let line = ["pgbackrest"] + command + options
        log("running \(line.joined(separator: " ")) in \(pod)")
        let tail = LastError()
        let status = try await reporting(from: pod) {
            try await execute(pod, container, line) { bytes in
                self.print(bytes)
                tail.take(bytes)
            }
        }
        return Outcome(status: status, error: status == 0 ? nil : tail.text)
    }

    /// Waits for a backup that runs already, and says whether the repository has one of this Job then.
    private func isDone(_ job: String, in pod: String) async -> Bool {
        var hasTold = false
        // Where nothing can be found out, the backup itself tells what is wrong.
        while let info = await info(in: pod) {
            if info.jobs.contains(job) {
                log("the backup of an earlier try of \(job) is complete")
                return true
            }
            guard info.isHeld else { return false }
            if !hasTold { log("waiting: another pgBackRest works in \(pod)") }
            hasTold = true
            if let progress = info.progress { await report(progress) }
            await time.sleep(Self.reportInterval)
        }
        return false
    }

    /// Runs the backup, and tells meanwhile how far it is.
    private func reporting(from pod: String, _ run: @escaping @Sendable () async throws -> Int32) async throws -> Int32 {
        guard job != nil else { return try await run() }
        return try await withThrowingTaskGroup(of: Int32?.self) { group in
            group.addTask { try await run() }
            group.addTask {
                var told: BackupProgress?
                while !Task.isCancelled {
                    await time.sleep(Self.reportInterval)
                    guard !Task.isCancelled, let progress = await info(in: pod)?.progress, progress != told else { continue }
                    await report(progress)
                    told = progress
                }
                return nil
            }
            defer { group.cancelAll() }
            while let end = try await group.next() {
                if let end { return end }
            }
            throw Problem("the backup was given up")
        }
    }

    /// What pgBackRest says about the repository that the options name; nil if it cannot tell.
    private func info(in pod: String) async -> RepositoryInfo? {
        let output = Gathered()
        let named = options.filter { $0.hasPrefix("--stanza=") || $0.hasPrefix("--repo=") }
        let line = ["pgbackrest", "info", "--output=json", "--log-level-console=off", "--log-level-stderr=off"] + named
        guard let status = try? await execute(pod, container, line, { output.take($0) }), status == 0 else { return nil }
        return (try? JSONValue(parsing: output.text)).flatMap(RepositoryInfo.init)
    }

    /// Tries until it succeeds or the time is over, then fails as the last try did.
    private func eventually<Result>(_ step: () async throws -> Result) async throws -> Result {
        let end = time.elapsed() + Self.longestWait
        var told = ""
        while true {
            do { return try await step() } catch {
                guard time.elapsed() < end else { throw error }
                if "\(error)" != told { log("waiting: \(error)") }
                told = "\(error)"
            }
            await time.sleep(Self.interval)
        }
    }

    private func thePod() async throws -> String {
        let found = try await pods()
        guard found.count == 1, let pod = found.first else {
            throw Problem("one running repository host is needed, found \(found.isEmpty ? "none" : found.joined(separator: ", "))")
        }
        return pod
    }

    private func compareConfiguration(in pod: String) async throws {
        let expected = try hashes()
        let output = Gathered()
        let status = try await execute(pod, container, ["sha1sum", "--"] + expected.keys.sorted()) { output.take($0) }
        guard status == 0 else { throw Problem("the configuration in \(pod) lacks a file that this Pod has") }
        for line in output.text.split(separator: "\n") {
            let path = String(line.dropFirst(42))
            guard expected[path] == String(line.prefix(40)) else { throw Problem("\(path) in \(pod) differs from this Pod's") }
        }
    }

    /// SHA-1 of each file of the configuration, as `sha1sum` prints it.
    private func hashes() throws -> [String: String] {
        var result: [String: String] = [:]
        try collect(configuration, into: &result)
        return result
    }

    private func collect(_ folder: String, into result: inout [String: String]) throws {
        for name in try Files.entries(folder) where !name.hasPrefix("..") {
            let path = "\(folder)/\(name)"
            switch Files.status(path, following: true)?.kind {
            case .folder: try collect(path, into: &result)
            case .file: result[path] = Hexadecimal.text(Insecure.SHA1.hash(data: try Files.read(path)))
            default: break
            }
        }
    }
}

extension BackupJob {
    /// Reads what the Job's container is given in its environment (`docs/images.md`).
    init(
        environment: [String: String], pods: @escaping @Sendable () async throws -> [String],
        execute: @escaping @Sendable (String, String, [String], @Sendable ([UInt8]) -> Void) async throws -> Int32,
        print: @escaping @Sendable ([UInt8]) -> Void, log: @escaping @Sendable (String) -> Void
    ) throws(Problem) {
        guard let command = environment["COMMAND"].flatMap({ ShellWords.split($0) }), !command.isEmpty else {
            throw Problem("COMMAND is to be a command of pgBackRest, such as backup")
        }
        guard let options = ShellWords.split(environment["COMMAND_OPTS"] ?? "") else { throw Problem("COMMAND_OPTS has a quote that is not closed") }
        self.init(
            command: command, options: options, container: environment["CONTAINER"] ?? "pgbackrest",
            comparesConfiguration: environment["COMPARE_HASH"] == "true",
            initialDelay: .seconds(environment["INITIAL_DELAY_SECS"].flatMap(Int.init) ?? 0),
            job: command.first == "backup" ? environment["EGRET_JOB"] : nil, pods: pods, execute: execute, print: print, log: log)
    }
}

/// Lower-case hexadecimal digits.
enum Hexadecimal {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
