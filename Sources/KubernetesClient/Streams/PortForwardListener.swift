public import KubernetesModel
import Logging
import NIOCore
import NIOPosix

extension KubernetesClient {
    /// Makes a port of a Pod reachable as a port of this machine, until the task is cancelled.
    ///
    /// Each connection to the local port becomes one through the API server. One that fails is closed; why is logged at debug.
    ///
    /// - Parameters:
    ///   - localPort: 0 for one that is free.
    ///   - host: the address to listen at.
    ///   - ready: called with the local port once it listens.
    /// - Throws: ``KubernetesError`` with code `configuration` if the local port cannot be used, and `cancelled` in the end.
    public func listen(
        forPort port: Int, of pod: ObjectKey, localPort: Int = 0, host: String = "127.0.0.1", ready: @escaping @Sendable (Int) -> Void
    ) async throws(KubernetesError) {
        let summary = "listen at \(host):\(localPort)"
        let listener: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>
        do {
            listener = try await ServerBootstrap(group: dialer.group)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: host, port: localPort) { channel in
                    channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel) }
                }
        } catch {
            throw KubernetesError(.configuration, request: summary, hint: "the port cannot be used: \(error)")
        }
        do {
            try await listener.executeThenClose { inbound in
                ready(listener.channel.localAddress?.port ?? localPort)
                try await withThrowingDiscardingTaskGroup { group in
                    for try await connection in inbound {
                        group.addTask { [self] in await forward(connection, port: port, of: pod) }
                    }
                }
            }
            try Task.checkCancellation()
        } catch {
            throw KubernetesError(summary, to: configuration.server, failedBy: error)
        }
    }

    private func forward(_ local: NIOAsyncChannel<ByteBuffer, ByteBuffer>, port: Int, of pod: ObjectKey) async {
        do {
            try await local.executeThenClose { inbound, outbound in
                let remote = try await portForward(to: port, of: pod)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for try await bytes in inbound { try await remote.write(Array(bytes.readableBytesView)) }
                    }
                    group.addTask {
                        for try await bytes in remote.bytes { try await outbound.write(ByteBuffer(bytes: bytes)) }
                    }
                    defer {
                        remote.close()
                        group.cancelAll()
                    }
                    try await group.next()
                }
            }
        } catch {
            logger.debug("A forwarded connection failed", metadata: ["pod": "\(pod)", "port": "\(port)", "error": "\(error)"])
        }
    }
}
