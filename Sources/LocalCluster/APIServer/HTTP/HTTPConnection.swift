import NIOCore
import NIOHTTP1
import NIOSSL

/// Answers requests; every request runs in a task of its own, which is cancelled when the client leaves.
protocol HTTPResponder: Sendable {
    func respond(to request: HTTPRequest, on exchange: HTTPExchange) async
}

/// One connection: gathers the body of a request and starts the task that answers it.
///
/// `HTTPServerPipelineHandler` before it holds back the next request until the answer to this one has ended.
final class HTTPConnectionHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// The largest body that is read, in bytes; the same as that of etcd-backed servers.
    static let bodyLimit = 3 * 1_024 * 1_024

    private let responder: any HTTPResponder
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()
    private var isTooLarge = false
    private var task: Task<Void, Never>?
    private var certificate: NIOSSLCertificate?
    private var hasAskedForCertificate = false

    init(responder: any HTTPResponder) { self.responder = responder }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = ByteBuffer()
            isTooLarge = false
            if head.headers.first(name: "Expect")?.lowercased() == "100-continue" {
                context.writeAndFlush(wrapOutboundOut(.head(HTTPResponseHead(version: head.version, status: .continue))), promise: nil)
            }
        case .body(var part):
            if body.readableBytes + part.readableBytes > Self.bodyLimit {
                isTooLarge = true
                body = ByteBuffer()
            } else if !isTooLarge {
                body.writeBuffer(&part)
            }
        case .end:
            guard let head else { return }
            self.head = nil
            start(head, context: context)
        }
    }

    private func start(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
        if !hasAskedForCertificate {
            hasAskedForCertificate = true
            certificate = try? context.channel.pipeline.syncOperations.nioSSL_peerCertificate()
        }
        let request = HTTPRequest(head: head, body: body, clientCertificate: certificate)
        body = ByteBuffer()
        let exchange = HTTPExchange(channel: context.channel, head: head, bodyIsTooLarge: isTooLarge)
        let responder = responder
        task = Task { await responder.respond(to: request, on: exchange) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        task?.cancel()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Broken TLS or HTTP, or a connection reset: nothing to answer to.
        task?.cancel()
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { context.close(promise: nil) } else { context.fireUserInboundEventTriggered(event) }
    }
}
