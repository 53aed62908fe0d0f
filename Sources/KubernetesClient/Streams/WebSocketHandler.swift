import NIOCore
import NIOWebSocket

/// Speaks WebSocket for a ``WebSocketConnection``: gives messages to an inbox, answers pings, and pings the server so that a dead connection shows.
final class WebSocketHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let inbox: Inbox<ChannelMessage>
    private let pingInterval: Duration
    private var demultiplexer = ChannelDemultiplexer()
    private var pings: RepeatedTask?

    init(inbox: Inbox<ChannelMessage>, pingInterval: Duration) {
        self.inbox = inbox
        self.pingInterval = pingInterval
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        inbox.onAbandon { channel.close(promise: nil) }
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        pings = context.eventLoop.scheduleRepeatedTask(initialDelay: TimeAmount(pingInterval), delay: TimeAmount(pingInterval)) { _ in
            bound.value.handler.send(.ping, ByteBuffer(), bound.value.context)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { end(throwing: nil, context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = Self.unwrapInboundIn(data)
        switch frame.opcode {
        case .ping: send(.pong, frame.unmaskedData, context)
        case .connectionClose:
            send(.connectionClose, ByteBuffer(), context)
            end(throwing: nil, context)
        case .binary, .text, .continuation:
            do {
                let isContinuation = frame.opcode == .continuation
                let message = try demultiplexer.receive(isContinuation: isContinuation, isFinal: frame.fin, frame.unmaskedData)
                if let message { inbox.offer(message, size: message.bytes.readableBytes) }
            } catch {
                end(throwing: error, context)
            }
        default: break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { end(throwing: error, context) }

    func channelInactive(context: ChannelHandlerContext) {
        end(throwing: nil, context)
        context.fireChannelInactive()
    }

    private func send(_ opcode: WebSocketOpcode, _ data: ByteBuffer, _ context: ChannelHandlerContext) {
        context.writeAndFlush(Self.wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)), promise: nil)
    }

    private func end(throwing error: (any Error)?, _ context: ChannelHandlerContext) {
        pings?.cancel()
        pings = nil
        inbox.finish(throwing: error)
        context.close(promise: nil)
    }
}
