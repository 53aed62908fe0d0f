import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Reads the answer to the wish to speak WebSocket, and makes the pipeline that it calls for.
///
/// It stands before the handlers of HTTP. If the server agrees, those of WebSocket come in between at once, so that nothing is lost that came
/// in the same packet: whole commands do, with the end of the connection. (NIO's own upgrade removes its HTTP decoder a moment later, and such an end
/// overtakes what came before.) If not, the answer goes on to the handlers of HTTP.
final class WebSocketUpgradeHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    enum Outcome: Sendable {
        case upgraded(subprotocol: String)
        case refused
    }
    struct HeadTooLong: Error, CustomStringConvertible { let description = "the head of the answer is longer than 64 KiB" }

    private static let maximumHeadBytes = 64 << 10

    private let upgrader: NIOWebSocketClientUpgrader
    private let upgrade: (HTTPResponseHead, ChannelPipeline.SynchronousOperations) throws -> [EventLoopFuture<Void>]
    private let refuse: (ChannelPipeline.SynchronousOperations) throws -> Void
    private var outcome: EventLoopPromise<Outcome>?
    private var unread = ByteBuffer()
    private var isDecided = false

    /// - Parameters:
    ///   - upgrader: knows whether an answer agrees.
    ///   - outcome: told what the server decided.
    ///   - upgrade: puts handlers of WebSocket behind this one, and gives what has to be done before anything may be written.
    ///   - refuse: adds what reads an ordinary answer.
    init(
        _ upgrader: NIOWebSocketClientUpgrader, outcome: EventLoopPromise<Outcome>,
        upgrade: @escaping (HTTPResponseHead, ChannelPipeline.SynchronousOperations) throws -> [EventLoopFuture<Void>],
        refuse: @escaping (ChannelPipeline.SynchronousOperations) throws -> Void
    ) {
        self.upgrader = upgrader
        self.outcome = outcome
        self.upgrade = upgrade
        self.refuse = refuse
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDecided else { return context.fireChannelRead(data) }
        var bytes = Self.unwrapInboundIn(data)
        unread.writeBuffer(&bytes)
        do {
            guard let head = try Self.head(of: unread) else {
                if unread.readableBytes > Self.maximumHeadBytes { throw HeadTooLong() }
                return
            }
            isDecided = true
            let pipeline = context.pipeline.syncOperations
            if head.answer.status == .switchingProtocols, upgrader.shouldAllowUpgrade(upgradeResponse: head.answer) {
                let subprotocol = head.answer.headers.first(name: "Sec-WebSocket-Protocol") ?? ""
                let outcome = outcome
                EventLoopFuture.andAllComplete(try upgrade(head.answer, pipeline), on: context.eventLoop)
                    .whenComplete { _ in outcome?.succeed(.upgraded(subprotocol: subprotocol)) }
                self.outcome = nil
                unread.moveReaderIndex(forwardBy: head.length)
            } else {
                try refuse(pipeline)
                outcome?.succeed(.refused)
                outcome = nil
            }
            let rest = unread
            unread = ByteBuffer()
            if rest.readableBytes > 0 { context.fireChannelRead(Self.wrapInboundOut(rest)) }
        } catch {
            fail(error)
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if isDecided { return context.fireErrorCaught(error) }
        fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(ConnectionClosed(description: "the server closed the connection before the answer"))
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { fail(ConnectionClosed(description: "the connection was closed")) }

    private func fail(_ error: any Error) {
        outcome?.fail(error)
        outcome = nil
    }

    /// The head of an answer, and its length in bytes with the empty line; nil if it is not complete.
    static func head(of bytes: ByteBuffer) throws -> (answer: HTTPResponseHead, length: Int)? {
        let text = bytes.readableBytesView
        guard let end = text.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: text[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
        let words = lines.first?.split(separator: " ", maxSplits: 2) ?? []
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else { throw HTTPParserError.invalidStatus }
        var headers = HTTPHeaders()
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { throw HTTPParserError.invalidHeaderToken }
            let value = line[line.index(after: colon)...]
            headers.add(name: String(line[..<colon]), value: String(value.trimmingPrefix { $0 == " " || $0 == "\t" }))
        }
        let length = end.upperBound - text.startIndex
        return (HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: headers), length)
    }
}
