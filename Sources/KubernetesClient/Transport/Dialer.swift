import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// Opens connections of HTTP/1.1 that belong to one request each: a watch or a stream.
///
/// Such a request does not share a connection: closing it ends exactly that request at once, a silent one harms no other, and the next try
/// takes another way to the server.
struct Dialer: Sendable {
    let address: ServerAddress
    let tlsServerName: String?
    let connectTimeout: Duration
    let group: any EventLoopGroup

    /// Connects.
    ///
    /// - Parameters:
    ///   - tls: nil for plain HTTP.
    ///   - initialize: adds handlers behind TLS, on the event loop.
    func connect<Result: Sendable>(
        tls: NIOSSLContext?, initialize: @escaping @Sendable (any Channel) throws -> Result
    ) async throws -> Result {
        let started = StartedChannel()
        let serverName = tlsServerName ?? (Self.isIPAddress(address.host) ? nil : address.host)
        return try await withTaskCancellationHandler {
            try await ClientBootstrap(group: group)
                .connectTimeout(TimeAmount(connectTimeout))
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .channelOption(.socketOption(.so_keepalive), value: 1)
                .connect(host: address.host, port: address.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try started.note(channel)
                        if let tls {
                            try channel.pipeline.syncOperations.addHandler(NIOSSLClientHandler(context: tls, serverHostname: serverName))
                        }
                        return try initialize(channel)
                    }
                }
        } onCancel: {
            started.cancel()
        }
    }

    private static func isIPAddress(_ host: String) -> Bool { (try? SocketAddress(ipAddress: host, port: 0)) != nil }
}

/// Lets the cancellation of a task close channels that are still connecting.
private final class StartedChannel: Sendable {
    private let state = Mutex<(channels: [any Channel], isCancelled: Bool)>(([], false))

    /// There may be several: one for each address that is tried.
    func note(_ channel: any Channel) throws {
        try state.withLock { state in
            if state.isCancelled { throw CancellationError() }
            state.channels.append(channel)
        }
    }

    func cancel() {
        let channels = state.withLock { state in
            state.isCancelled = true
            return state.channels
        }
        for channel in channels { channel.close(promise: nil) }
    }
}
