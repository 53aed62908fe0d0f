import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// The answer to one request on a connection of its own, whose body is read as it comes.
///
/// The connection closes at the end of the body, when the reading task is cancelled, and when nobody holds this object any more.
final class StreamingResponse: Sendable {
    /// So much of the body may wait unread before we stop reading from the network.
    static let bufferedBytes = 1 << 20

    let head: HTTPResponseHead
    private let inbox: Inbox<ByteBuffer>
    private let channel: any Channel

    init(head: HTTPResponseHead, inbox: Inbox<ByteBuffer>, channel: any Channel) {
        self.head = head
        self.inbox = inbox
        self.channel = channel
    }

    deinit { channel.close(promise: nil) }

    /// The next bytes of the body, nil at its end.
    func next() async throws -> ByteBuffer? { try await inbox.next() }

    /// The whole body, or its first bytes.
    func body(upTo limit: Int) async throws -> ByteBuffer {
        var body = ByteBuffer()
        while body.readableBytes < limit, var chunk = try await next() { body.writeBuffer(&chunk) }
        return body
    }
}

extension Dialer {
    /// Sends a request without a body on a new connection and waits for the head of the answer.
    ///
    /// - Parameters:
    ///   - silence: the body fails with ``Silence`` when nothing has come for so long; nil to wait forever.
    ///   - answerTimeout: how long the head of the answer may take.
    func open(_ head: HTTPRequestHead, tls: NIOSSLContext?, silence: Duration?, answerTimeout: Duration) async throws -> StreamingResponse {
        let inbox = Inbox<ByteBuffer>(limit: StreamingResponse.bufferedBytes)
        let (channel, answer) = try await connect(tls: tls) { channel in
            let pipeline = channel.pipeline.syncOperations
            let answer = channel.eventLoop.makePromise(of: HTTPResponseHead.self)
            try pipeline.addHandler(ReadGate(inbox))
            if let silence { try pipeline.addHandler(SilenceHandler(limit: silence, isHeld: { inbox.isHeld })) }
            try pipeline.addHTTPClientHandlers()
            try pipeline.addHandler(ResponseHandler(inbox: inbox, answer: answer, timeout: answerTimeout))
            return (channel, answer.futureResult)
        }
        return try await withTaskCancellationHandler {
            channel.write(HTTPClientRequestPart.head(head), promise: nil)
            channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
            do {
                return StreamingResponse(head: try await answer.get(), inbox: inbox, channel: channel)
            } catch {
                channel.close(promise: nil)
                try Task.checkCancellation()
                throw error
            }
        } onCancel: {
            channel.close(promise: nil)
        }
    }
}

/// Gives the head of an answer to a promise, and its body to an inbox.
final class ResponseHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private let inbox: Inbox<ByteBuffer>
    private let timeout: Duration
    private var answer: EventLoopPromise<HTTPResponseHead>?
    private var timer: Scheduled<Void>?

    init(inbox: Inbox<ByteBuffer>, answer: EventLoopPromise<HTTPResponseHead>, timeout: Duration) {
        self.inbox = inbox
        self.answer = answer
        self.timeout = timeout
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        inbox.onAbandon { channel.close(promise: nil) }
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) { [self] in
            fail(TimedOut(description: "no answer within \(timeout)"), context)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { fail(ConnectionClosed(description: "the connection was closed"), context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            timer?.cancel()
            answer?.succeed(head)
            answer = nil
        case .body(let bytes): inbox.offer(bytes, size: bytes.readableBytes)
        case .end:
            inbox.finish()
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(error, context) }

    func channelInactive(context: ChannelHandlerContext) {
        let place = answer == nil ? "in the middle of the answer" : "before the answer"
        fail(ConnectionClosed(description: "the server closed the connection \(place)"), context)
    }

    private func fail(_ error: any Error, _ context: ChannelHandlerContext) {
        timer?.cancel()
        answer?.fail(error)
        answer = nil
        inbox.finish(throwing: error)
        context.close(promise: nil)
    }
}
