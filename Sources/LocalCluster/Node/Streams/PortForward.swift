import Foundation
import Glibc
public import KubernetesModel
public import NIOCore
import NIOPosix

extension NodeStreams {
    /// Connects to a port on the loopback of a pod and copies bytes both ways until either side ends.
    ///
    /// - Throws: ``NodeStreamError`` if nothing listens there.
    public func portForward(
        pod: JSONValue, port: Int, input: AsyncStream<ByteBuffer>, output: @escaping @Sendable (ByteBuffer) async throws -> Void
    ) async throws {
        let worker = try await worker(of: pod)
        let descriptor: Int32
        do {
            descriptor = try await connect(port: port, in: await worker.attachment?.namespacePath)
        } catch {
            throw NodeStreamError(
                code: 500, "failed to connect to localhost:\(port) inside the pod \"\(pod.objectKey.name)\": \(error)")
        }
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .withConnectedSocket(descriptor) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try ByteChannel(wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        try await channel.executeThenClose { bytes, writer in
            let feeding = Task {  // cancelled below
                for await bytes in input { try await writer.write(bytes) }
                writer.finish()
            }
            defer { feeding.cancel() }
            for try await bytes in bytes { try await output(bytes) }
        }
    }

    /// A socket that is connected to a port on the loopback of a network namespace; nil for this machine's.
    private func connect(port: Int, in namespacePath: String?) async throws -> Int32 {
        try await withCheckedThrowingContinuation { continuation in
            // A thread of its own, which ends afterwards: it changes its namespace, and no other code may run there.
            Thread.detachNewThread {
                continuation.resume(with: Result { try connectedSocket(port: port, in: namespacePath) })
            }
        }
    }
}

private func connectedSocket(port: Int, in namespacePath: String?) throws(SystemError) -> Int32 {
    if let namespacePath {
        let namespace = open(namespacePath, O_RDONLY | O_CLOEXEC)
        guard namespace >= 0 else { throw SystemError("open \(namespacePath)") }
        defer { close(namespace) }
        try GNUFunctions.enterNetworkNamespace(namespace)
    }
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw SystemError("socket") }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(clamping: port)).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let status = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
    guard status == 0 else {
        let error = SystemError("connect")
        close(descriptor)
        throw error
    }
    return descriptor
}
