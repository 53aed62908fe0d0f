import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// The change of a connection from HTTP to WebSocket.
///
/// - Source: RFC 6455, section 4.2.
struct WebSocketUpgrade: Sendable {
    /// The sub-protocol that both sides speak.
    let chosen: String
    private let accept: String

    /// - Parameter protocols: what the server speaks, best first.
    /// - Throws: a 400 that says what is missing, for SPDY too.
    init(request: HTTPRequest, protocols: [String]) throws(StatusError) {
        let upgrade = request.headers[canonicalForm: "Upgrade"].map { $0.lowercased() }
        if upgrade.contains(where: { $0.hasPrefix("spdy/") }) {
            throw .badRequest("SPDY is not supported: use WebSocket with one of the sub-protocols \(protocols.joined(separator: ", "))")
        }
        guard upgrade.contains("websocket"), let key = request.headers.first(name: "Sec-WebSocket-Key"),
            request.headers.first(name: "Sec-WebSocket-Version") == "13"
        else { throw .badRequest("Upgrade request required") }
        let offered = request.headers[canonicalForm: "Sec-WebSocket-Protocol"].map(String.init)
        guard let chosen = protocols.first(where: offered.contains) else {
            throw .badRequest(
                "unable to upgrade: none of the sub-protocols (\(offered.joined(separator: ", "))) is supported: use one of "
                    + protocols.joined(separator: ", "))
        }
        self.chosen = chosen
        let digest = Insecure.SHA1.hash(data: Data((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))
        accept = Data(digest).base64EncodedString()
    }

    /// Answers with 101 and turns the channel into a WebSocket.
    func perform(on exchange: HTTPExchange) async throws -> WebSocket {
        let head = HTTPResponseHead(
            version: .http1_1, status: .switchingProtocols,
            headers: [
                "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": accept, "Sec-WebSocket-Protocol": chosen,
            ])
        let channel = exchange.channel
        return try await channel.eventLoop.flatSubmit { () -> EventLoopFuture<WebSocket> in
            channel.write(HTTPServerResponsePart.head(head), promise: nil)
            return channel.writeAndFlush(HTTPServerResponsePart.end(nil)).flatMap {
                do { return try Self.replaceHandlers(of: channel) } catch { return channel.eventLoop.makeFailedFuture(error) }
            }
        }.get()
    }

    /// Takes HTTP out of the pipeline and puts WebSocket in.
    private static func replaceHandlers(of channel: any Channel) throws -> EventLoopFuture<WebSocket> {
        let pipeline = channel.pipeline.syncOperations
        let (socket, handler) = WebSocket.make(channel: channel)
        let old: [any RemovableChannelHandler] = [
            try pipeline.handler(type: HTTPConnectionHandler.self), try pipeline.handler(type: HTTPServerProtocolErrorHandler.self),
            try pipeline.handler(type: HTTPServerPipelineHandler.self), try pipeline.handler(type: NIOHTTPResponseHeadersValidator.self),
            try pipeline.handler(type: HTTPResponseEncoder.self),
        ]
        try pipeline.addHandlers([
            WebSocketFrameEncoder(), ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: WebSocket.frameLimit)), handler,
        ])
        // The decoder goes last: what it has buffered goes on to the frame decoder.
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
        let removals = old.map { pipeline.removeHandler($0) } + [pipeline.removeHandler(decoder)]
        return EventLoopFuture.andAllSucceed(removals, on: channel.eventLoop).map { socket }
    }
}
