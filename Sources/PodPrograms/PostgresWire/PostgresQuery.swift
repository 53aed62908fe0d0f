internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// One query on a connection of its own, with TLS if the server has it.
struct PostgresQuery: Sendable {
    /// Addresses are tried in this order until one accepts the connection.
    var hosts: [String]
    var port: Int
    var user: String
    var password: Sensitive<String>
    var database: String
    var text: String
    /// A PEM file of authorities, one of which must have signed the server's certificate for this host. nil where the peer is a process of this Pod, at
    /// the loopback address.
    var authorities: String?
    /// Time for the whole exchange.
    var timeout: TimeAmount

    /// - Throws: ``PostgresFailure`` when the server refuses, and whatever kept the connection from being made.
    func run() async throws -> PostgresResult {
        var failure: any Error = Problem("no address to connect to")
        for host in hosts {
            do {
                return try await run(at: host)
            } catch let error as NIOConnectionError {
                failure = ConnectionFailure.explained(error, host: host, port: port)
            } catch {
                throw ConnectionFailure.explained(error, host: host, port: port)
            }
        }
        throw failure
    }

    private func run(at host: String) async throws -> PostgresResult {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let authorities {
            configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Files.read(authorities)))
        } else {
            configuration.certificateVerification = .none
        }
        let context = try NIOSSLContext(configuration: configuration)
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let result = loop.makePromise(of: PostgresResult.self)
        let conversation = PostgresConversation(user: user, password: password, query: text, nonce: SCRAM.randomNonce())
        let verified = authorities == nil ? nil : host
        let startup = PostgresMessage.startup(user: user, database: database)
        let channel: any Channel
        do {
            channel = try await ClientBootstrap(group: loop).connectTimeout(timeout).channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        PostgresHandler(conversation, startup: startup, tls: context, server: verified, result: result))
                }
            }.connect(host: host, port: port).get()
        } catch {
            result.fail(error)
            throw error
        }
        let deadline = loop.scheduleTask(in: timeout) { [timeout] in
            result.fail(Problem("no answer within \(timeout.nanoseconds / 1_000_000_000) s"))
        }
        defer {
            deadline.cancel()
            channel.close(promise: nil)
        }
        return try await result.futureResult.get()
    }
}

/// Drives a conversation over a channel.
private final class PostgresHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var conversation: PostgresConversation
    private let startup: PostgresMessage
    private let tls: NIOSSLContext
    /// The name that the server's certificate must have; without one there may be no TLS either.
    private let server: String?
    private let result: EventLoopPromise<PostgresResult>
    private var received: [UInt8] = []
    private var negotiated = false

    init(
        _ conversation: PostgresConversation, startup: PostgresMessage, tls: NIOSSLContext, server: String?, result: EventLoopPromise<PostgresResult>
    ) {
        self.conversation = conversation
        self.startup = startup
        self.tls = tls
        self.server = server
        self.result = result
    }

    func channelActive(context: ChannelHandlerContext) { send(.requestForTLS, context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += unwrapInboundIn(data).readableBytesView
        do {
            if !negotiated { return try negotiate(context) }
            while let message = try PostgresMessage.take(from: &received) {
                switch try conversation.receive(message) {
                case .wait: break
                case .send(let answer): send(answer, context)
                case .finish(let outcome):
                    result.completeWith(outcome.mapError { $0 as any Error })
                    send(PostgresMessage("X"), context)
                    return context.close(promise: nil)
                }
            }
        } catch {
            errorCaught(context: context, error: error)
        }
    }

    /// The server's one byte: `S`, it has TLS; `N`, it has not. More than that before the handshake would be somebody in between.
    private func negotiate(_ context: ChannelHandlerContext) throws {
        guard received.count == 1 else { throw Problem("the server answers a request for TLS with \(received.count) bytes") }
        let answer = received.removeFirst()
        negotiated = true
        switch Unicode.Scalar(answer) {
        case "S": try context.pipeline.syncOperations.addHandler(NIOSSLClientHandler(context: tls, serverHostname: server), position: .first)
        case "N" where server == nil: break
        case "N": throw Problem("the server has no TLS")
        default: throw Problem("the server answers a request for TLS with byte \(answer)")
        }
        send(startup, context)
    }

    private func send(_ message: PostgresMessage, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: message.bytes)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        result.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        result.fail(Problem("the server closed the connection"))
        context.fireChannelInactive()
    }
}
