import KubernetesModel
import NIOCore

/// The streams of a remote command in the messages of a WebSocket: the first byte of each says which.
///
/// 0 standard input, 1 output, 2 error, 3 how the command ended, 4 terminal sizes; in `v5`, 255 closes the stream that its second byte names.
///
/// - Source: Kubernetes enhancement 4006, "Transition from SPDY to WebSockets".
struct RemoteCommandChannels: Sendable {
    static let protocols = StreamUpgrade.Protocols(
        channels: ["v5.channel.k8s.io", "v4.channel.k8s.io"], streams: ["v4.channel.k8s.io"], tunnel: nil)

    let socket: MessageConnection
    let protocolName: String
    let options: PodExecOptions

    /// Runs a command and tells the client how it ended.
    func run(_ body: @escaping @Sendable (StreamSession) async -> StreamOutcome) async {
        let socket = socket
        let input = InputQueue { socket.consumed($0) }
        let (resizes, sizes) = AsyncStream.makeStream(of: TerminalSize.self)
        if !options.stdin { input.finish() }
        let session = StreamSession(
            input: input.stream, resizes: resizes,
            writeOutput: { try await Self.send(1, $0, to: socket) }, writeError: { try await Self.send(2, $0, to: socket) })
        await withTaskGroup(of: StreamOutcome?.self) { group in
            group.addTask {
                defer { input.abandon() }
                return await body(session)
            }
            group.addTask {
                for await message in socket.messages { receive(message, input, sizes) }
                input.finish()
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

    private func receive(_ message: ByteBuffer, _ input: InputQueue, _ sizes: AsyncStream<TerminalSize>.Continuation) {
        var message = message
        let size = message.readableBytes
        let channel = message.readInteger(as: UInt8.self)
        if channel == 0, message.readableBytes > 0 {
            socket.consumed(1)
            return input.put(message)
        }
        socket.consumed(size)
        switch channel {
        case 4: if let size = TerminalSize(json: message.readableBytesView) { sizes.yield(size) }
        case 255: if message.readInteger(as: UInt8.self) == 0 { input.finish() }
        default: break
        }
    }

    private static func send(_ channel: UInt8, _ bytes: ByteBuffer, to socket: MessageConnection) async throws {
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
