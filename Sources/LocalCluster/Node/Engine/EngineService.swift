import Foundation
import Glibc
import KubernetesModel
import Logging

/// Keeps podman's REST service running.
///
/// Containers do not depend on it: when it ends they go on, and a new one finds them. One that a killed control plane left behind is replaced.
struct EngineService: Sendable {
    let storage: EngineStorage
    let logger: Logger

    /// Starts the service and waits until it answers.
    ///
    /// - Throws: ``EngineNotStarted`` if it does not within 20 seconds.
    func start() async throws -> ChildProcess {
        try storage.prepare()
        let podman = Podman(socketPath: storage.socketPath)
        await endPredecessor()
        unlink(storage.socketPath)
        let process = try launch()
        for _ in 0..<400 {
            if await podman.answers() { return process }
            do {
                try await Task.sleep(for: .milliseconds(50))
            } catch {
                await stop(process)
                throw error
            }
        }
        await stop(process)
        throw EngineNotStarted(log: (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "")
    }

    /// Starts the service again whenever it ends; returns when the task is cancelled, and ends the service then.
    func supervise(_ first: ChildProcess) async throws {
        var process: ChildProcess? = first
        while !Task.isCancelled {
            if let running = process {
                _ = await withTaskCancellationHandler {
                    await running.wait()
                } onCancel: {
                    end(running)
                }
                if Task.isCancelled { return }
                logger.warning("The container engine's service ended and is started again")
            }
            do {
                process = try await start()
            } catch {
                logger.error("The container engine's service does not start", metadata: ["reason": "\(error)"])
                process = nil
                try await Task.sleep(for: .seconds(2))
            }
        }
    }

    /// Ends the service: what it is at it may finish, within half a second. Left alone it would wait 10 s for nothing.
    func end(_ process: ChildProcess) {
        process.send(signal: SIGTERM)
        // Ends by itself.
        Task.detached {
            try? await Task.sleep(for: .milliseconds(500))
            process.send(signal: SIGKILL)
        }
    }

    /// Ends the service and waits for that.
    func stop(_ process: ChildProcess) async {
        end(process)
        _ = await process.wait()
        unlink(processPath)
    }

    /// Ends the service that a killed control plane left behind.
    private func endPredecessor() async {
        guard let text = try? String(contentsOfFile: processPath, encoding: .utf8), let id = pid_t(text.trimmed), id > 1 else { return }
        func isAlive() -> Bool { ((try? readKernelFile("/proc/\(id)/cmdline")) ?? "").contains(storage.socketPath) }
        guard isAlive() else { return }
        kill(id, SIGTERM)
        for _ in 0..<25 where isAlive() { try? await Task.sleep(for: .milliseconds(20)) }
        if isAlive() { kill(id, SIGKILL) }
    }

    private var processPath: String { "\(storage.runRoot)/podman.pid" }
    private var logPath: String { "\(storage.runRoot)/podman.log" }

    private func launch() throws -> ChildProcess {
        let log = open(logPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard log >= 0 else { throw SystemError("open \(logPath)") }
        defer { close(log) }
        let none = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { close(none) }
        let process = try ChildProcess.start(
            storage.command + ["system", "service", "--time=0", "unix://\(storage.socketPath)"], environment: storage.environment, input: none,
            output: log, error: log)
        try? String(process.id).write(toFile: processPath, atomically: true, encoding: .utf8)
        return process
    }
}

/// The container engine's service did not answer in time.
struct EngineNotStarted: Error, CustomStringConvertible {
    let log: String
    var description: String { "podman system service does not answer: \(log.suffix(500))" }
}
