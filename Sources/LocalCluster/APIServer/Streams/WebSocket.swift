import NIOCore
import NIOWebSocket

/// One WebSocket connection with binary messages both ways.
///
/// What arrives waits in a bounded queue: when it is full the connection is not read until the consumer has caught up.
struct WebSocket: Sendable {
    /// The largest frame that is accepted, in bytes.
    static let frameLimit = 1 << 20

    let channel: any Channel
    /// Messages in order; ends when the client has gone.
    let messages: AsyncStream<ByteBuffer>
    fileprivate let handler: NIOLoopBound<WebSocketHandler>

    static func make(channel: any Channel) -> (WebSocket, any ChannelHandler) {
        let (stream, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
        let handler = WebSocketHandler(continuation: continuation)
        return (WebSocket(channel: channel, messages: stream, handler: NIOLoopBound(handler, eventLoop: channel.eventLoop)), handler)
    }

    /// Tells that a message has been dealt with, so that more may be read.
    func consumed(_ bytes: Int) {
        let handler = handler
        channel.eventLoop.execute { handler.value.consumed(bytes) }
    }

    /// Sends a binary message; returns when it is handed to the operating system.
    func send(_ message: ByteBuffer) async throws {
        try await channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .binary, data: message))
    }

    /// Says goodbye and closes.
    func close() async {
        var data = ByteBuffer()
        data.write(webSocketErrorCode: .normalClosure)
        try? await channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .connectionClose, data: data))
        try? await channel.close()
    }
}

/// Puts frames together, answers pings, and holds back reading while the consumer is behind.
private final class WebSocketHandler: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    /// So many bytes may wait for the consumer.
    private static let limit = 4 << 20

    private let continuation: AsyncStream<ByteBuffer>.Continuation
    private var partial = ByteBuffer()
    private var waiting = 0
    private var wantsRead = false
    private var context: ChannelHandlerContext?

    init(continuation: AsyncStream<ByteBuffer>.Continuation) { self.continuation = continuation }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        continuation.finish()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        var payload = frame.unmaskedData
        switch frame.opcode {
        case .binary, .text, .continuation:
            partial.writeBuffer(&payload)
            guard frame.fin else { return }
            waiting += partial.readableBytes
            continuation.yield(partial)
            partial = ByteBuffer()
        case .ping: context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: .pong, data: payload)), promise: nil)
        case .connectionClose:
            continuation.finish()
            context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: .connectionClose, data: payload)), promise: nil)
            context.close(promise: nil)
        default: break
        }
    }

    func read(context: ChannelHandlerContext) {
        if waiting > Self.limit { wantsRead = true } else { context.read() }
    }

    func consumed(_ bytes: Int) {
        waiting -= bytes
        if wantsRead, waiting <= Self.limit / 2 {
            wantsRead = false
            context?.read()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        continuation.finish()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        continuation.finish()
        context.close(promise: nil)
    }
}
