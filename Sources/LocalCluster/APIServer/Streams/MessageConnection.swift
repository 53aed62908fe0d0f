import NIOCore

/// A connection that HTTP has handed over: pieces of bytes both ways.
///
/// What arrives waits in a bounded queue: while it is full the connection is not read.
struct MessageConnection: Sendable {
    let channel: any Channel
    /// What arrives, in order; ends when the client has gone.
    let messages: AsyncStream<ByteBuffer>
    private let queue: NIOLoopBound<MessageQueue>

    /// - Returns: the connection, and the handler to add as the last one.
    static func make(channel: any Channel) -> (MessageConnection, any ChannelHandler) {
        let (stream, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
        let queue = MessageQueue(continuation: continuation)
        return (MessageConnection(channel: channel, messages: stream, queue: NIOLoopBound(queue, eventLoop: channel.eventLoop)), queue)
    }

    /// Tells that so many bytes have been dealt with, so that more may be read.
    func consumed(_ bytes: Int) {
        let queue = queue
        channel.eventLoop.execute { queue.value.consumed(bytes) }
    }

    /// Sends a piece; returns when it is handed to the operating system, so that a slow client slows its sender only.
    func send(_ message: ByteBuffer) async throws { try await channel.writeAndFlush(message) }

    /// Says goodbye, where the protocol has a word for it, and closes.
    func close() async { try? await channel.close() }
}

/// Queues what arrives for its consumer, and holds back reading while that is behind.
private final class MessageQueue: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// So many bytes may wait for the consumer.
    private static let limit = 4 << 20

    private let continuation: AsyncStream<ByteBuffer>.Continuation
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
        let message = unwrapInboundIn(data)
        waiting += message.readableBytes
        continuation.yield(message)
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

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // The client sends no more: nothing of what it began can end well.
        if case ChannelEvent.inputClosed = event { context.close(promise: nil) } else { context.fireUserInboundEventTriggered(event) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        continuation.finish()
        context.close(promise: nil)
    }
}
