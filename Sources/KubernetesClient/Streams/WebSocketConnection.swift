import NIOCore
import NIOHTTP1
import NIOSSL
import NIOWebSocket

/// A WebSocket whose messages belong to numbered channels.
///
/// It closes when the reading task is cancelled and when nobody holds it any more.
final class WebSocketConnection: Sendable {
    /// The sub-protocol that the server chose; empty for none.
    let subprotocol: String
    private let inbox: Inbox<ChannelMessage>
    private let channel: any Channel

    init(subprotocol: String, inbox: Inbox<ChannelMessage>, channel: any Channel) {
        self.subprotocol = subprotocol
        self.inbox = inbox
        self.channel = channel
    }

    deinit { channel.close(promise: nil) }

    /// The next message; nil when the server has closed the connection.
    func next() async throws -> ChannelMessage? { try await inbox.next() }

    /// Sends a message and waits until the network has taken it.
    func send(channel number: UInt8, _ bytes: some Sequence<UInt8> & Sendable) async throws {
        var data = ByteBuffer(integer: number)
        data.writeBytes(bytes)
        try await channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .binary, maskKey: .random(), data: data)).get()
    }

    /// Says goodbye and closes the connection.
    func close() {
        var code = ByteBuffer()
        code.write(webSocketErrorCode: .normalClosure)
        let channel = channel
        channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .connectionClose, maskKey: .random(), data: code)).whenComplete { _ in
            channel.close(promise: nil)
        }
    }
}

extension Dialer {
    /// What a server made of the wish to speak WebSocket.
    enum UpgradeOutcome: Sendable {
        case upgraded(WebSocketConnection)
        /// An ordinary answer, which says why not.
        case refused(StreamingResponse)
    }

    /// What a server sends in one frame; Kubernetes sends at most 32 KiB.
    private static let maximumFrameBytes = 1 << 24
    private static let bufferedBytes = 1 << 20

    /// Opens a WebSocket on a new connection.
    ///
    /// - Parameters:
    ///   - head: of the request, without the headers of the upgrade itself.
    ///   - subprotocols: those that we speak, the best first.
    ///   - silence: the connection is taken for dead when nothing has come for so long, answers to our pings included.
    func openWebSocket(
        _ head: HTTPRequestHead, subprotocols: [String], tls: NIOSSLContext?, silence: Duration, answerTimeout: Duration
    ) async throws -> UpgradeOutcome {
        let messages = Inbox<ChannelMessage>(limit: Self.bufferedBytes)
        let refusal = Inbox<ByteBuffer>(limit: Self.bufferedBytes)
        let upgrader = NIOWebSocketClientUpgrader { channel, _ in channel.eventLoop.makeSucceededVoidFuture() }
        var head = head
        head.headers.add(name: "Connection", value: "Upgrade")
        head.headers.add(name: "Upgrade", value: "websocket")
        head.headers.add(name: "Sec-WebSocket-Protocol", value: subprotocols.joined(separator: ", "))
        upgrader.addCustom(upgradeRequestHeaders: &head.headers)
        let (channel, outcome, answer) = try await connect(tls: tls) { channel in
            let outcome = channel.eventLoop.makePromise(of: WebSocketUpgradeHandler.Outcome.self)
            let answer = channel.eventLoop.makePromise(of: HTTPResponseHead.self)
            let pipeline = channel.pipeline.syncOperations
            let encoder = HTTPRequestEncoder()
            let decoder = ByteToMessageHandler(HTTPResponseDecoder())
            try pipeline.addHandler(ReadGate(messages))
            try pipeline.addHandler(SilenceHandler(limit: silence, isHeld: { messages.isHeld }))
            let handler = WebSocketUpgradeHandler(upgrader, outcome: outcome) { _, pipeline in
                let handlers: [any ChannelHandler] = [
                    WebSocketFrameEncoder(), ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: Self.maximumFrameBytes)),
                    WebSocketHandler(inbox: messages, pingInterval: silence / 6),
                ]
                try pipeline.addHandlers(handlers, position: .before(encoder))
                return [pipeline.removeHandler(encoder), pipeline.removeHandler(decoder)]
            } refuse: { pipeline in
                try pipeline.addHandler(ResponseHandler(inbox: refusal, answer: answer, timeout: answerTimeout))
            }
            // Unless the server refuses in words, nobody asks for an answer: it ends as the outcome does.
            outcome.futureResult.whenComplete { result in
                if case .success(.refused) = result { return }
                answer.fail(ConnectionClosed(description: "there is no answer"))
            }
            try pipeline.addHandlers([handler, encoder, decoder])
            return (channel, outcome.futureResult, answer.futureResult)
        }
        let request = head
        do {
            return try await withDeadline(.now + answerTimeout, orSay: "no answer within \(answerTimeout)") {
                try await withTaskCancellationHandler {
                    channel.write(HTTPClientRequestPart.head(request), promise: nil)
                    channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
                    switch try await outcome.get() {
                    case .upgraded(let subprotocol):
                        return .upgraded(WebSocketConnection(subprotocol: subprotocol, inbox: messages, channel: channel))
                    case .refused:
                        return .refused(StreamingResponse(head: try await answer.get(), inbox: refusal, channel: channel))
                    }
                } onCancel: {
                    channel.close(promise: nil)
                }
            }
        } catch {
            channel.close(promise: nil)
            try Task.checkCancellation()
            throw error
        }
    }
}

extension KubernetesClient {
    /// Opens a WebSocket, and once more with other credentials if the server did not accept these.
    ///
    /// - Throws: ``KubernetesError`` if the server does not upgrade, or chooses none of the sub-protocols.
    func openWebSocket(_ request: APIRequest, subprotocols: [String]) async throws(KubernetesError) -> WebSocketConnection {
        var rule = RetryRule()
        while true {
            let access = try await access()
            let answer: HTTPAnswer
            do {
                let outcome = try await dialer.openWebSocket(
                    head(request, access: access), subprotocols: subprotocols, tls: access.tls?.context, silence: options.streamSilence,
                    answerTimeout: options.requestTimeout)
                switch outcome {
                case .upgraded(let connection):
                    guard subprotocols.contains(connection.subprotocol) else {
                        throw KubernetesError(
                            .malformedAnswer, request: request.summary,
                            hint: "the server does not speak \(subprotocols.joined(separator: " or ")), which Kubernetes 1.30 and newer do")
                    }
                    return connection
                case .refused(let response): answer = try await wholeAnswer(response)
                }
            } catch {
                throw KubernetesError(request.summary, to: configuration.server, failedBy: error)
            }
            guard answer.status == 401, rule.pause(after: .unauthorized, isSafe: true) != nil else { throw answer.error(of: request) }
            await configuration.credentials.refused(access.credentials)
        }
    }

    /// Reads an answer of no success, which is short.
    func wholeAnswer(_ response: StreamingResponse) async throws -> HTTPAnswer {
        let body = try await withDeadline(.now + options.requestTimeout, orSay: "the answer did not end") { try await response.body(upTo: 1 << 20) }
        return HTTPAnswer(status: Int(response.head.status.code), headers: response.head.headers, body: body)
    }
}
