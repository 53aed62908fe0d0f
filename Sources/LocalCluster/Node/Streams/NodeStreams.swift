import Foundation
import Glibc
public import KubernetesModel
public import NIOCore
import Synchronization

/// Why a stream could not be opened, in words for the person who asked.
public struct NodeStreamError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The HTTP status that fits.
    public let code: Int
    public let description: String

    public init(code: Int, _ description: String) {
        self.code = code
        self.description = description
    }
}

/// Which part of a container's log is wanted.
public struct NodeLogRequest: Sendable, Hashable {
    public var container: String
    public var follows = false
    public var ofPreviousRun = false
    public var timestamps = false
    public var tailLines: Int?
    public var since: Timestamp?
    /// At most so many bytes.
    public var limit: Int?

    public init(container: String) { self.container = container }
}

/// Logs of pods, programs in their containers, and connections to their ports: what an API server passes on.
public final class NodeStreams: Sendable {
    private let agent = Mutex<NodeAgent?>(nil)

    init() {}

    func serve(_ agent: NodeAgent?) { self.agent.withLock { $0 = agent } }

    var currentAgent: NodeAgent {
        get throws {
            guard let agent = agent.withLock({ $0 }) else { throw NodeStreamError(code: 503, "the node is not running") }
            return agent
        }
    }

    func worker(of pod: JSONValue) async throws -> PodWorker {
        guard let worker = try await currentAgent.worker(pod.uid) else {
            throw NodeStreamError(code: 404, "pod \"\(pod.objectKey.name)\" is not on this node")
        }
        return worker
    }

    /// The identifier of a running container.
    func running(_ container: String, of worker: PodWorker) async throws -> String {
        guard let history = await worker.machine.histories[container] else {
            throw NodeStreamError(code: 400, "container \(container) is not valid for pod \(worker.key.name)")
        }
        guard let run = history.run else { throw NodeStreamError(code: 500, "container not found (\"\(container)\")") }
        return run.id
    }

    /// A container's log as text; with `follows` it ends when the container has ended.
    ///
    /// - Throws: ``NodeStreamError``, before the first byte, if there is no such log.
    public func logs(pod: JSONValue, _ request: NodeLogRequest) async throws -> AsyncThrowingStream<ByteBuffer, any Error> {
        let path: String
        let isLive: @Sendable () async -> Bool
        let directory: PodDirectory
        if let worker = try? await worker(of: pod) {
            directory = worker.directory
            let runs = logRuns(directory, request.container)
            // Between two runs the one that has ended is both the last and the previous one.
            let isBetweenRuns = pod.isWaiting(request.container)
            guard let run = request.ofPreviousRun && !isBetweenRuns ? runs.dropLast().last : runs.last else {
                throw noLog(request, pod, await worker.machine.histories[request.container])
            }
            path = directory.logPath(container: request.container, run: run)
            isLive = {
                guard let run = await worker.machine.histories[request.container] else { return false }
                return run.isAlive && self.logRuns(directory, request.container).last.map { "\($0)" } == path.logRunNumber
            }
        } else {
            throw NodeStreamError(code: 404, "pod \"\(pod.objectKey.name)\" is not on this node")
        }
        return LogStream(path: path, request: request, isLive: isLive).bytes()
    }

    /// Numbers of the runs that left a log, in their order.
    private func logRuns(_ directory: PodDirectory, _ container: String) -> [Int] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(directory.path)/logs/\(container)")) ?? []
        return files.compactMap { $0.hasSuffix(".log") ? Int($0.dropLast(4)) : nil }.sorted()
    }

    private func noLog(_ request: NodeLogRequest, _ pod: JSONValue, _ history: ContainerHistory?) -> NodeStreamError {
        let name = pod.objectKey.name
        guard let history else { return NodeStreamError(code: 400, "container \(request.container) is not valid for pod \(name)") }
        if request.ofPreviousRun {
            return NodeStreamError(code: 400, "previous terminated container \"\(request.container)\" in pod \"\(name)\" not found")
        }
        var reason = "ContainerCreating"
        if case .waiting(let waiting) = history.state { reason = waiting.reason }
        return NodeStreamError(code: 400, "container \"\(request.container)\" in pod \"\(name)\" is waiting to start: \(reason)")
    }
}

extension JSONValue {
    /// Whether a container of this pod has run and waits to be started again.
    fileprivate func isWaiting(_ container: String) -> Bool {
        let lists = ["containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"].map { self[path: "status", $0]?.array ?? [] }
        let status = lists.joined().first { $0["name"]?.string == container }
        return status?[path: "state", "waiting"] != nil && status?[path: "lastState", "terminated"] != nil
    }
}

extension String {
    /// Of `…/3.log` the `3`.
    fileprivate var logRunNumber: String { String((split(separator: "/").last ?? "").dropLast(4)) }
}

/// Reads a log file, and goes on reading while it grows.
private struct LogStream: Sendable {
    /// How often a followed log is looked at.
    static let interval = Duration.milliseconds(100)

    let path: String
    let request: NodeLogRequest
    let isLive: @Sendable () async -> Bool

    func bytes() -> AsyncThrowingStream<ByteBuffer, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                do {
                    try await read(to: continuation)
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func read(to continuation: AsyncThrowingStream<ByteBuffer, any Error>.Continuation) async throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open the log") }
        defer { close(descriptor) }
        var lines = LogLines(selection: LogSelection(since: request.since, timestamps: request.timestamps))
        var left = request.limit ?? Int.max
        func send(_ texts: [String]) {
            for text in texts where left > 0 {
                var buffer = ByteBuffer(string: text)
                if buffer.readableBytes > left { buffer.moveWriterIndex(to: buffer.readerIndex + left) }
                left -= buffer.readableBytes
                continuation.yield(buffer)
            }
        }
        let first = lines.take(try readAll(descriptor))
        send(request.tailLines.map { Array(first.suffix(max(0, $0))) } ?? first)
        while request.follows, left > 0 {
            // Asked before reading: what is written after the answer is read in the next round.
            let live = await isLive()
            send(lines.take(try readAll(descriptor)))
            if !live { break }
            try await Task.sleep(for: Self.interval)
        }
        if left > 0 { send(lines.rest()) }
    }

    private func readAll(_ descriptor: Int32) throws -> [UInt8] {
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return result }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw SystemError("read the log")
            }
            result += buffer[..<count]
        }
    }
}
