import NIOCore
import NIOWebSocket

/// Puts the frames of a WebSocket together to messages, sends messages as binary frames, answers pings, and says goodbye before a close.
final class WebSocketMessages: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = WebSocketFrame

    /// The largest frame that is accepted, in bytes.
    static let frameLimit = 1 << 20
    /// The largest message that is accepted, in bytes, of however many frames.
    static let messageLimit = 4 << 20

    private var partial = ByteBuffer()
    private var hasSaidGoodbye = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        var payload = frame.unmaskedData
        switch frame.opcode {
        case .binary, .text, .continuation:
            guard partial.readableBytes + payload.readableBytes <= Self.messageLimit else { return context.close(promise: nil) }
            partial.writeBuffer(&payload)
            guard frame.fin else { return }
            let message = partial
            partial = ByteBuffer()
            context.fireChannelRead(wrapInboundOut(message))
        case .ping: context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: .pong, data: payload)), promise: nil)
        case .connectionClose:
            hasSaidGoodbye = true
            context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: .connectionClose, data: payload)), promise: nil)
            context.close(promise: nil)
        default: break
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        context.write(wrapOutboundOut(WebSocketFrame(fin: true, opcode: .binary, data: unwrapOutboundIn(data))), promise: promise)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        // To a client that reads nothing, a goodbye would never be said.
        guard mode == .all, !hasSaidGoodbye, context.channel.isActive, context.channel.isWritable else {
            return context.close(mode: mode, promise: promise)
        }
        hasSaidGoodbye = true
        var data = ByteBuffer()
        data.write(webSocketErrorCode: .normalClosure)
        let written = context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: .connectionClose, data: data)))
        written.assumeIsolated().whenComplete { _ in context.close(mode: mode, promise: promise) }
    }
}
