import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// The change of a connection from HTTP to one that carries streams: a WebSocket with channels in it, SPDY, or SPDY inside a WebSocket.
///
/// - Source: RFC 6455, section 4.2; Kubernetes enhancement 4006, "Transition from SPDY to WebSockets".
struct StreamUpgrade: Sendable {
    /// What a kind of streams can be carried by, best first.
    struct Protocols: Sendable {
        /// Sub-protocols of WebSocket whose messages begin with a channel.
        var channels: [String]
        /// Protocols of streams of SPDY.
        var streams: [String]
        /// Sub-protocol of WebSocket whose messages are the bytes of a SPDY connection.
        var tunnel: String?
    }

    enum Carrier: Sendable, Hashable { case channels, streams }

    /// The protocol that both sides speak.
    let chosen: String
    let carrier: Carrier
    private let headers: HTTPHeaders
    private let isWebSocket: Bool

    /// - Throws: a 400 that says what is missing.
    init(request: HTTPRequest, protocols: Protocols) throws(StatusError) {
        let upgrade = request.headers[canonicalForm: "Upgrade"].map { $0.lowercased() }
        if upgrade.contains("spdy/3.1") {
            chosen = try Self.choose(request, "X-Stream-Protocol-Version", protocols.streams)
            carrier = .streams
            isWebSocket = false
            headers = ["Upgrade": "SPDY/3.1", "Connection": "Upgrade", "X-Stream-Protocol-Version": chosen]
            return
        }
        guard upgrade.contains("websocket"), let key = request.headers.first(name: "Sec-WebSocket-Key"),
            request.headers.first(name: "Sec-WebSocket-Version") == "13"
        else { throw .badRequest("Upgrade request required") }
        chosen = try Self.choose(request, "Sec-WebSocket-Protocol", [protocols.tunnel].compactMap(\.self) + protocols.channels)
        carrier = chosen == protocols.tunnel ? .streams : .channels
        isWebSocket = true
        let digest = Insecure.SHA1.hash(data: Data((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))
        headers = [
            "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": Data(digest).base64EncodedString(),
            "Sec-WebSocket-Protocol": chosen,
        ]
    }

    private static func choose(_ request: HTTPRequest, _ header: String, _ protocols: [String]) throws(StatusError) -> String {
        let offered = request.headers[canonicalForm: header].map(String.init)
        guard let chosen = protocols.first(where: offered.contains) else {
            throw .badRequest(
                "unable to upgrade: none of the protocols in \(header) (\(offered.joined(separator: ", "))) is supported: use one of "
                    + protocols.joined(separator: ", "))
        }
        return chosen
    }

    /// Answers with 101 and takes the connection away from HTTP.
    func perform(on exchange: HTTPExchange) async throws -> MessageConnection {
        let head = HTTPResponseHead(version: .http1_1, status: .switchingProtocols, headers: headers)
        let channel = exchange.channel
        let isWebSocket = isWebSocket
        return try await channel.eventLoop.flatSubmit { () -> EventLoopFuture<MessageConnection> in
            channel.write(HTTPServerResponsePart.head(head), promise: nil)
            return channel.writeAndFlush(HTTPServerResponsePart.end(nil)).flatMap {
                do {
                    return try Self.replaceHandlers(of: channel, isWebSocket: isWebSocket)
                } catch {
                    return channel.eventLoop.makeFailedFuture(error)
                }
            }
        }.get()
    }

    /// Takes HTTP out of the pipeline and puts the other protocol in.
    private static func replaceHandlers(of channel: any Channel, isWebSocket: Bool) throws -> EventLoopFuture<MessageConnection> {
        let pipeline = channel.pipeline.syncOperations
        let (connection, queue) = MessageConnection.make(channel: channel)
        let old: [any RemovableChannelHandler] = [
            try pipeline.handler(type: HTTPConnectionHandler.self), try pipeline.handler(type: HTTPServerProtocolErrorHandler.self),
            try pipeline.handler(type: HTTPServerPipelineHandler.self), try pipeline.handler(type: NIOHTTPResponseHeadersValidator.self),
            try pipeline.handler(type: HTTPResponseEncoder.self),
        ]
        if isWebSocket {
            try pipeline.addHandlers([
                WebSocketFrameEncoder(), ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: WebSocketMessages.frameLimit)),
                WebSocketMessages(),
            ])
        }
        try pipeline.addHandler(queue)
        // The decoder goes last: what it has buffered goes on to the next one.
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
        let removals = old.map { pipeline.removeHandler($0) } + [pipeline.removeHandler(decoder)]
        return EventLoopFuture.andAllSucceed(removals, on: channel.eventLoop).map { connection }
    }
}
