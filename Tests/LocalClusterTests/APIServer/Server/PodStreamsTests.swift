import Foundation
import KubernetesModel
import NIOCore
import NIOHTTP1
import NIOWebSocket
import Synchronization
import Testing

@testable import LocalAPIServer

/// A node whose containers repeat what they are told.
struct EchoNode: NodeConnector {
    func logs(pod: JSONValue, options: PodLogOptions) async throws -> AsyncThrowingStream<ByteBuffer, any Error> {
        if options.previous { throw NodeConnectorError(code: 400, "previous terminated container \"\(options.container)\" not found") }
        return AsyncThrowingStream { continuation in
            for number in 1...3 { continuation.yield(ByteBuffer(string: "\(options.container) line \(number)\n")) }
            continuation.finish()
        }
    }

    func exec(pod: JSONValue, options: PodExecOptions, session: StreamSession) async -> StreamOutcome {
        do {
            try await session.writeError(ByteBuffer(string: options.command.joined(separator: " ")))
            for await input in session.input { try await session.writeOutput(input) }
        } catch {
            return .failed("\(error)")
        }
        return .exited(options.command.contains("fail") ? 7 : 0)
    }

    func attach(pod: JSONValue, options: PodExecOptions, session: StreamSession) async -> StreamOutcome { .failed("no process") }

    func portForward(pod: JSONValue, port: Int, stream: DuplexStream) async throws {
        if port == 1 { throw NodeConnectorError("nothing listens on port 1") }
        for await bytes in stream.input { try await stream.write(bytes) }
    }
}

@Suite("Streams of pods", .timeLimit(.minutes(1))) struct PodStreamsTests {
    private static let pods = "/api/v1/namespaces/default/pods"

    private func withPod(_ body: (RunningServer, TestConnection) async throws -> Void) async throws {
        try await RunningServer.with(node: EchoNode()) { server in
            let connection = try await TestConnection(server)
            try await eventually {
                try await connection.request(.GET, "/api/v1/namespaces/default/serviceaccounts/default").status == 200
            }
            let created = try await connection.request(
                .POST, Self.pods,
                [
                    "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "p"],
                    "spec": ["nodeName": "here", "containers": [["name": "main", "image": "i"]]],
                ])
            #expect(created.status == 201, "\(created.body)")
            try await body(server, connection)
            await connection.close()
        }
    }

    @Test("logs come as text, and an error of the node as a status")
    func logs() async throws {
        try await withPod { _, connection in
            let log = try await connection.request(.GET, "\(Self.pods)/p/log?container=main")
            #expect(log.body == "main line 1\nmain line 2\nmain line 3\n")
            #expect(log.headers.first(name: "Content-Type") == "text/plain")
            let refused = try await connection.request(.GET, "\(Self.pods)/p/log?previous=true")
            #expect(refused.status == 400)
            #expect(refused.json["message"] == "previous terminated container \"main\" not found")
        }
    }

    @Test("a command gets its input, and the client output, error and exit code", arguments: [("ok", "Success"), ("fail", "Failure")])
    func exec(_ argument: String, _ status: String) async throws {
        try await withPod { server, _ in
            let socket = try await ClientSocket(
                server, "\(Self.pods)/p/exec?command=echo&command=\(argument)&stdin=true&stdout=true&stderr=true", "v5.channel.k8s.io")
            try await socket.send(0, "hello")
            try await socket.send(255, "\0")
            let messages = try await socket.messages { $0.last?.channel == 3 }
            #expect(messages.filter { $0.channel == 2 }.map(\.text) == ["echo \(argument)"])
            #expect(messages.filter { $0.channel == 1 }.map(\.text) == ["hello"])
            let end = try JSONValue(parsing: messages.last?.text ?? "")
            #expect(end["status"]?.string == status)
            if argument == "fail" { #expect(end[path: ["details", "causes"]] == [["reason": "ExitCode", "message": "7"]]) }
        }
    }

    @Test("a port is connected, or the reason is on its error channel")
    func portForward() async throws {
        try await withPod { server, _ in
            let socket = try await ClientSocket(server, "\(Self.pods)/p/portforward?ports=5432&ports=1", "v4.channel.k8s.io")
            try await socket.send(0, "ping")
            let messages = try await socket.messages { messages in
                messages.contains { $0.channel == 0 && $0.text == "ping" } && messages.contains { $0.channel == 3 && $0.text.contains("port 1") }
            }
            #expect(messages.filter { $0.channel == 0 }.first?.text.utf8.map { $0 } == [0x38, 0x15])
        }
    }

    @Test(
        "an upgrade that the server cannot make is refused with what it could do",
        arguments: [
            ("SPDY/3.1", "", "X-Stream-Protocol-Version"), ("SPDY/2", "v4.channel.k8s.io", "Upgrade request required"),
            ("websocket", "v9", "v5.channel.k8s.io"),
        ])
    func refusals(_ upgrade: String, _ offered: String, _ words: String) async throws {
        try await withPod { _, connection in
            let refused = try await connection.request(
                .GET, "\(Self.pods)/p/exec?command=ls",
                headers: [
                    "Connection": "Upgrade", "Upgrade": upgrade, "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
                    "Sec-WebSocket-Protocol": offered,
                ])
            #expect(refused.status == 400)
            #expect(refused.json["message"]?.string?.contains(words) == true, "\(refused.body)")
        }
    }
}

/// The client's side of a WebSocket.
private final class ClientSocket: Sendable {
    struct Message: Sendable {
        var channel: UInt8
        var text: String
    }

    private let connection: TestConnection
    private let frames: AsyncStream<WebSocketFrame>

    init(_ server: RunningServer, _ path: String, _ protocolName: String) async throws {
        connection = try await TestConnection(server)
        try await connection.send(
            .GET, path,
            headers: [
                "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Protocol": protocolName,
            ])
        guard case .head(let head)? = try await connection.nextPart() else { throw CancellationError() }
        #expect(head.status == .switchingProtocols)
        #expect(head.headers.first(name: "Sec-WebSocket-Accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        let (frames, continuation) = AsyncStream.makeStream(of: WebSocketFrame.self)
        self.frames = frames
        let channel = connection.channel
        try await channel.eventLoop.submit {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandlers([
                WebSocketFrameEncoder(), ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: 1 << 20)), FrameCollector(continuation),
            ])
            let encoder = try pipeline.handler(type: HTTPRequestEncoder.self)
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
            let collector = try pipeline.handler(type: PartCollector.self)
            pipeline.removeHandler(collector, promise: nil)
            pipeline.removeHandler(encoder, promise: nil)
            pipeline.removeHandler(decoder, promise: nil)
        }.get()
    }

    func send(_ channel: UInt8, _ text: String) async throws {
        var data = ByteBuffer(integer: channel)
        data.writeString(text)
        try await connection.channel.writeAndFlush(
            WebSocketFrame(fin: true, opcode: .binary, maskKey: WebSocketMaskingKey([1, 2, 3, 4]), data: data))
    }

    /// The messages up to the one with which a condition holds.
    func messages(until isEnough: ([Message]) -> Bool) async throws -> [Message] {
        var messages: [Message] = []
        for await frame in frames where frame.opcode == .binary {
            var data = frame.unmaskedData
            messages.append(Message(channel: data.readInteger() ?? 255, text: String(buffer: data)))
            if isEnough(messages) { break }
        }
        await connection.close()
        return messages
    }
}

private final class FrameCollector: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    private let continuation: AsyncStream<WebSocketFrame>.Continuation

    init(_ continuation: AsyncStream<WebSocketFrame>.Continuation) { self.continuation = continuation }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { continuation.yield(unwrapInboundIn(data)) }
    func channelInactive(context: ChannelHandlerContext) { continuation.finish() }
}
