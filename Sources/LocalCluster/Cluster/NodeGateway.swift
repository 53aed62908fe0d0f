import Glibc
import KubernetesModel
import LocalAPIServer
import LocalNode
import NIOCore
import Synchronization

/// Leads the API server's requests for logs and streams of pods to the node, which starts after the server.
final class NodeGateway: NodeConnector {
    private let node = Mutex<NodeStreams?>(nil)

    /// Nil while no node runs.
    func connect(_ streams: NodeStreams?) { node.withLock { $0 = streams } }

    private var streams: NodeStreams {
        get throws {
            guard let streams = node.withLock({ $0 }) else {
                throw NodeConnectorError(code: 503, "the node is not running yet: try again in a moment")
            }
            return streams
        }
    }

    func logs(pod: JSONValue, options: PodLogOptions) async throws -> AsyncThrowingStream<ByteBuffer, any Error> {
        var request = NodeLogRequest(container: options.container)
        request.follows = options.follow
        request.ofPreviousRun = options.previous
        request.timestamps = options.timestamps
        request.tailLines = options.tailLines.map { Int(clamping: $0) }
        request.limit = options.limitBytes.map { Int(clamping: $0) }
        request.since = try since(options)
        let wanted = request
        return try await translated { try await self.streams.logs(pod: pod, wanted) }
    }

    private func since(_ options: PodLogOptions) throws -> Timestamp? {
        if let seconds = options.sinceSeconds {
            var now = timespec()
            clock_gettime(CLOCK_REALTIME, &now)
            return Timestamp(secondsSince1970: Int64(now.tv_sec) - seconds)
        }
        guard let text = options.sinceTime else { return nil }
        guard let time = Timestamp(parsing: text) else { throw NodeConnectorError(code: 400, "sinceTime \(text) is no time of RFC 3339") }
        return time
    }

    func exec(pod: JSONValue, options: PodExecOptions, session: StreamSession) async -> StreamOutcome {
        let request = NodeExecRequest(
            container: options.container, command: options.command, hasInput: options.stdin, hasTerminal: options.tty)
        do {
            return .exited(try await streams.exec(pod: pod, request, session: nodeSession(session)))
        } catch {
            return .failed("\(error)")
        }
    }

    func attach(pod: JSONValue, options: PodExecOptions, session: StreamSession) async -> StreamOutcome {
        do {
            try await streams.attach(pod: pod, container: options.container, hasInput: options.stdin, session: nodeSession(session))
            return .exited(0)
        } catch {
            return .failed("\(error)")
        }
    }

    private func nodeSession(_ session: StreamSession) -> NodeSession {
        let resizes = AsyncStream<(columns: Int, rows: Int)> { continuation in
            let passing = Task {  // ends with the session's stream, or with the reader of this one
                for await size in session.resizes { continuation.yield((size.columns, size.rows)) }
                continuation.finish()
            }
            continuation.onTermination = { _ in passing.cancel() }
        }
        return NodeSession(input: session.input, resizes: resizes, output: session.writeOutput, error: session.writeError)
    }

    func portForward(pod: JSONValue, port: Int, stream: DuplexStream) async throws {
        try await translated { try await self.streams.portForward(pod: pod, port: port, input: stream.input, output: stream.write) }
    }

    private func translated<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as NodeStreamError {
            throw NodeConnectorError(code: error.code, error.description)
        }
    }
}
