import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// Listens on some addresses and serves HTTP/1.1 over TLS.
final class HTTPListener: Sendable {
    /// How long requests in flight may take when the server stops.
    static let grace: TimeAmount = .seconds(5)

    private let context: Mutex<NIOSSLContext>
    private let responder: any HTTPResponder
    private let group: any EventLoopGroup
    private let connections = Mutex<[ObjectIdentifier: any Channel]>([:])
    private let listening = Mutex<[any Channel]>([])

    init(context: NIOSSLContext, responder: any HTTPResponder, group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton) {
        self.context = Mutex(context)
        self.responder = responder
        self.group = group
    }

    /// Uses another certificate for connections from now on.
    func replace(context: NIOSSLContext) { self.context.withLock { $0 = context } }

    /// Opens a listening socket.
    ///
    /// - Parameter port: 0 for any that is free.
    /// - Returns: the port.
    /// - Throws: ``AddressUnavailable`` if something else listens there, or the address is not this machine's.
    func listen(host: String, port: Int) async throws -> Int {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try self.configure(channel) }
            }
        let channel: any Channel
        do {
            channel = try await bootstrap.bind(host: host, port: port).get()
        } catch {
            throw (error as? IOError).flatMap { AddressUnavailable(host: host, port: port, errorNumber: $0.errnoCode) } ?? error
        }
        listening.withLock { $0.append(channel) }
        return channel.localAddress?.port ?? port
    }

    private func configure(_ channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(NIOSSLServerHandler(context: context.withLock { $0 }))
        try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: true, withErrorHandling: true)
        try pipeline.addHandler(HTTPConnectionHandler(responder: responder))
        let id = ObjectIdentifier(channel)
        connections.withLock { $0[id] = channel }
        channel.closeFuture.whenComplete { _ in _ = self.connections.withLock { $0.removeValue(forKey: id) } }
    }

    /// Stops listening, lets requests in flight end, and closes what is left after ``grace``.
    func stop() async {
        for channel in listening.withLock({ $0 }) { try? await channel.close() }
        let open = connections.withLock { Array($0.values) }
        for channel in open {
            channel.eventLoop.execute { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
        }
        let late = group.next().scheduleTask(in: Self.grace) {
            for channel in open { channel.close(promise: nil) }
        }
        for channel in open { try? await channel.closeFuture.get() }
        late.cancel()
    }
}
