import NIOCore
import NIOHTTP1
import NIOSSL

/// The answer to one request, as it is being written.
struct HTTPExchange: Sendable {
    let channel: any Channel
    let head: HTTPRequestHead
    /// The body was larger than ``HTTPConnectionHandler/bodyLimit`` and has been thrown away.
    let bodyIsTooLarge: Bool

    /// Sends a whole answer.
    func respond(status: HTTPResponseStatus, headers: HTTPHeaders, body: ByteBuffer) async throws {
        var headers = headers
        if status != .noContent { headers.replaceOrAdd(name: "Content-Length", value: String(body.readableBytes)) }
        let response = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        let isHead = head.method == .HEAD
        let channel = channel
        let keepAlive = head.isKeepAlive
        try await channel.eventLoop.flatSubmit {
            channel.write(HTTPServerResponsePart.head(response), promise: nil)
            if body.readableBytes > 0, !isHead { channel.write(HTTPServerResponsePart.body(.byteBuffer(body)), promise: nil) }
            let done = channel.writeAndFlush(HTTPServerResponsePart.end(nil))
            if !keepAlive { done.whenComplete { _ in channel.close(promise: nil) } }
            return done
        }.get()
    }

    /// Begins an answer of unknown length.
    func begin(status: HTTPResponseStatus, headers: HTTPHeaders) async throws {
        var headers = headers
        headers.replaceOrAdd(name: "Transfer-Encoding", value: "chunked")
        try await channel.writeAndFlush(HTTPServerResponsePart.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers)))
        // While an answer is under way the pipeline reads nothing. One read below it notices a client that says goodbye.
        channel.pipeline.context(handlerType: NIOSSLServerHandler.self).whenSuccess { $0.read() }
    }

    /// Sends a part of it; returns when it is handed to the operating system, so that a slow client slows its writer only.
    func write(_ bytes: ByteBuffer) async throws {
        try await channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(bytes)))
    }

    /// Ends it.
    func end() async throws {
        let channel = channel
        let keepAlive = head.isKeepAlive
        try await channel.eventLoop.flatSubmit {
            let done = channel.writeAndFlush(HTTPServerResponsePart.end(nil))
            if !keepAlive { done.whenComplete { _ in channel.close(promise: nil) } }
            return done
        }.get()
    }

    /// Gives up: the client sees a broken connection.
    func abort() { channel.close(promise: nil) }
}
