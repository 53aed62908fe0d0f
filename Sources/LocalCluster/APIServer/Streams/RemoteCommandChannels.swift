import KubernetesModel
import NIOCore

/// The streams of a remote command in the messages of a WebSocket: the first byte of each says which.
///
/// 0 standard input, 1 output, 2 error, 3 how the command ended, 4 terminal sizes; in `v5`, 255 closes the stream that its second byte names.
///
/// - Source: Kubernetes enhancement 4006, "Transition from SPDY to WebSockets".
struct RemoteCommandChannels: Sendable {
    static let protocols = ["v5.channel.k8s.io", "v4.channel.k8s.io"]

    let socket: WebSocket
    let protocolName: String
    let options: PodExecOptions

    /// Runs a command and tells the client how it ended.
    func run(_ body: @escaping @Sendable (StreamSession) async -> StreamOutcome) async {
        let (input, inputs) = AsyncStream.makeStream(of: ByteBuffer.self)
        let (resizes, sizes) = AsyncStream.makeStream(of: TerminalSize.self)
        if !options.stdin { inputs.finish() }
        let socket = socket
        let session = StreamSession(
            input: input, resizes: resizes,
            writeOutput: { try await Self.send(1, $0, to: socket) }, writeError: { try await Self.send(2, $0, to: socket) })
        await withTaskGroup(of: StreamOutcome?.self) { group in
            group.addTask { await body(session) }
            group.addTask {
                for await message in socket.messages { receive(message, inputs, sizes) }
                inputs.finish()
                sizes.finish()
                return nil
            }
            var hasEnded = false
            for await outcome in group {
                if let outcome {
                    try? await Self.send(3, ByteBuffer(bytes: Self.status(outcome).utf8), to: socket)
                    await socket.close()
                    hasEnded = true
                } else if !hasEnded {
                    // The client has gone before the command ended.
                    group.cancelAll()
                }
            }
        }
    }

    private func receive(
        _ message: ByteBuffer, _ inputs: AsyncStream<ByteBuffer>.Continuation, _ sizes: AsyncStream<TerminalSize>.Continuation
    ) {
        let size = message.readableBytes
        defer { socket.consumed(size) }
        var message = message
        switch message.readInteger(as: UInt8.self) {
        case 0: if message.readableBytes > 0 { inputs.yield(message) }
        case 4:
            guard let json = try? JSONValue(parsing: message.readableBytesView), let columns = json["Width"]?.integer,
                let rows = json["Height"]?.integer
            else { return }
            sizes.yield(TerminalSize(columns: Int(columns), rows: Int(rows)))
        case 255: if message.readInteger(as: UInt8.self) == 0 { inputs.finish() }
        default: break
        }
    }

    private static func send(_ channel: UInt8, _ bytes: ByteBuffer, to socket: WebSocket) async throws {
        var message = ByteBuffer(integer: channel)
        message.writeImmutableBuffer(bytes)
        try await socket.send(message)
    }

    /// How a command ended, as the `Status` that clients read.
    static func status(_ outcome: StreamOutcome) -> JSONValue {
        switch outcome {
        case .exited(0): return ["metadata": [:], "status": "Success"]
        case .exited(let code):
            return [
                "metadata": [:], "status": "Failure", "reason": "NonZeroExitCode",
                "message": .string("command terminated with non-zero exit code: exit status \(code)"),
                "details": ["causes": [["reason": "ExitCode", "message": .string(String(code))]]],
            ]
        case .failed(let message):
            return ["metadata": [:], "status": "Failure", "reason": "InternalError", "message": .string(message), "code": 500]
        }
    }
}
