internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL

/// One HTTPS request to a process of the same Pod, on a connection of its own.
struct HTTPSRequest: Sendable {
    /// Addresses are tried in this order until one accepts the connection.
    var hosts: [String]
    var port: Int
    var method: HTTPMethod = .GET
    /// Path and query.
    var path: String
    var headers: [String: String] = [:]
    var body: [UInt8] = []
    var identity = Identity.nobody
    /// Time for the whole exchange.
    var timeout: TimeAmount

    /// Who we are. The server is not verified: nobody else listens at the Pod's loopback address.
    enum Identity: Sendable {
        case nobody
        /// We show the certificate and key in one PEM file.
        case holder(of: String)
    }

    /// Status and body of an answer.
    struct Answer: Sendable, Hashable {
        var status: Int
        var body: [UInt8]
    }

    /// Sends the request and waits for the answer.
    ///
    /// - Throws: whatever kept the connection from being made, and ``Problem`` when it closes or the time is over before the answer is complete.
    func send() async throws -> Answer {
        let context = try NIOSSLContext(configuration: identity.configuration())
        var failure: any Error = Problem("no address to connect to")
        for host in hosts {
            do {
                return try await send(to: host, context)
            } catch let error as NIOConnectionError {
                failure = ConnectionFailure.explained(error, host: host, port: port)
            } catch {
                throw ConnectionFailure.explained(error, host: host, port: port)
            }
        }
        throw failure
    }

    private func send(to host: String, _ context: NIOSSLContext) async throws -> Answer {
        let group = MultiThreadedEventLoopGroup.singleton
        let loop = group.next()
        let answer = loop.makePromise(of: Answer.self)
        let channel: any Channel
        do {
            channel = try await ClientBootstrap(group: loop).connectTimeout(timeout).channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(NIOSSLClientHandler(context: context, serverHostname: nil))
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(AnswerCollector(answer))
                }
            }.connect(host: host, port: port).get()
        } catch {
            answer.fail(error)
            throw error
        }
        let deadline = loop.scheduleTask(in: timeout) { [path, timeout] in
            answer.fail(Problem("\(host):\(path): no answer within \(timeout.nanoseconds / 1_000_000_000) s"))
        }
        defer {
            deadline.cancel()
            channel.close(promise: nil)
        }
        var head = HTTPRequestHead(version: .http1_1, method: method, uri: path)
        head.headers = ["Host": "\(host):\(port)", "Connection": "close", "User-Agent": "egret"]
        if !body.isEmpty { head.headers.add(name: "Content-Length", value: "\(body.count)") }
        for (name, value) in headers { head.headers.add(name: name, value: value) }
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        if !body.isEmpty { channel.write(HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: body))), promise: nil) }
        channel.writeAndFlush(HTTPClientRequestPart.end(nil)).cascadeFailure(to: answer)
        return try await answer.futureResult.get()
    }
}

extension HTTPSRequest.Identity {
    fileprivate func configuration() throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        if case .holder(let file) = self {
            // Read here, where a missing file is an error that names it.
            let pem = try Files.read(file)
            configuration.certificateChain = try NIOSSLCertificate.fromPEMBytes(pem).map { .certificate($0) }
            configuration.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: pem, format: .pem))
        }
        return configuration
    }
}

/// Gathers the parts of one answer.
private final class AnswerCollector: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private let answer: EventLoopPromise<HTTPSRequest.Answer>
    private var status = 0
    private var body: [UInt8] = []

    init(_ answer: EventLoopPromise<HTTPSRequest.Answer>) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): status = Int(head.status.code)
        case .body(let part): body += part.readableBytesView
        case .end:
            answer.succeed(HTTPSRequest.Answer(status: status, body: body))
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Python's server closes without TLS's goodbye; what came before is complete or the answer has failed already.
        answer.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        answer.fail(Problem("the connection was closed before the answer was complete"))
        context.fireChannelInactive()
    }
}
