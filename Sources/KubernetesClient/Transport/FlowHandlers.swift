import NIOCore

/// Stops reading from the network while an inbox is full.
final class ReadGate<Element: Sendable>: ChannelOutboundHandler {
    typealias OutboundIn = Never

    private let inbox: Inbox<Element>
    private var hasHeldRead = false

    init(_ inbox: Inbox<Element>) { self.inbox = inbox }

    func handlerAdded(context: ChannelHandlerContext) {
        let bound = NIOLoopBound((gate: self, context: context), eventLoop: context.eventLoop)
        let eventLoop = context.eventLoop
        inbox.onRoom {
            eventLoop.execute { bound.value.gate.release(bound.value.context) }
        }
    }

    func read(context: ChannelHandlerContext) {
        if inbox.isHeld {
            hasHeldRead = true
            // The reader may have made room between the question and this line.
            if !inbox.isHeld { release(context) }
        } else {
            context.read()
        }
    }

    private func release(_ context: ChannelHandlerContext) {
        guard hasHeldRead else { return }
        hasHeldRead = false
        context.read()
    }
}

/// Reports a connection as dead (``Silence``) on which no byte has come for too long.
///
/// Time in which we did not want to read does not count.
final class SilenceHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let limit: Duration
    private let isHeld: () -> Bool
    private var lastByte = NIODeadline.now()
    private var timer: Scheduled<Void>?

    /// - Parameter isHeld: whether reading is paused by us.
    init(limit: Duration, isHeld: @escaping () -> Bool) {
        self.limit = limit
        self.isHeld = isHeld
    }

    func handlerAdded(context: ChannelHandlerContext) {
        lastByte = .now()
        schedule(context, in: TimeAmount(limit))
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastByte = .now()
        context.fireChannelRead(data)
    }

    private func schedule(_ context: ChannelHandlerContext, in time: TimeAmount) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: time) { [self] in
            if isHeld() { lastByte = .now() }
            let rest = lastByte + TimeAmount(limit) - .now()
            if rest > .zero {
                schedule(context, in: rest)
            } else {
                context.fireErrorCaught(Silence(limit: limit))
            }
        }
    }
}
