public import KubernetesModel
import NIOCore

extension NodeStreams {
    /// Connects to the first process of a container, until that has ended or the client has left.
    ///
    /// - Throws: ``NodeStreamError`` if the container does not run.
    public func attach(pod: JSONValue, container name: String, hasInput: Bool, session: NodeSession) async throws {
        let worker = try await worker(of: pod)
        let id = try await running(name, of: worker)
        let hasTerminal = await worker.pod.allContainers.first { $0.name == name }?.container.tty ?? false
        let podman = worker.tools.podman
        let connection = try await HijackedConnection.open(
            socketPath: podman.http.socketPath,
            path: "/v4.0.0/libpod/containers/\(id)/attach?stream=true&stdin=\(hasInput)&stdout=true&stderr=true")
        try await connection.channel.executeThenClose { bytes, writer in
            let feeding = Task {  // cancelled below
                if hasInput { for await bytes in session.input { try await writer.write(bytes) } }
                // Without an end of its input the process goes on reading.
                if hasInput { writer.finish() }
            }
            let resizing = Task {  // cancelled below
                for await size in session.resizes { try? await podman.resize(id, columns: size.columns, rows: size.rows) }
            }
            defer {
                feeding.cancel()
                resizing.cancel()
            }
            var head = AnswerHead()
            var frames = OutputFrames()
            for try await piece in bytes {
                let content = try head.take(piece)
                guard content.readableBytes > 0 else { continue }
                if hasTerminal {
                    try await session.output(content)
                } else {
                    for frame in frames.take(content) { try await (frame.isError ? session.error : session.output)(frame.bytes) }
                }
            }
        }
    }
}
