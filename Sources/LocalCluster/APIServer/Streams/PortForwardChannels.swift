import NIOCore
import Synchronization

/// The connections of a port-forward in the messages of a WebSocket.
///
/// Port number `i` of the query has channel `2i` for data and `2i + 1` for an error; the first message on each is the port as two bytes,
/// little-endian.
///
/// - Source: the `v4.channel.k8s.io` port-forward of Kubernetes' kubelet.
struct PortForwardChannels: Sendable {
    static let protocols = ["v4.channel.k8s.io", "portforward.k8s.io"]

    let socket: WebSocket
    let ports: [Int]

    /// Connects every port and copies until all have ended or the client has left.
    func run(_ body: @escaping @Sendable (Int, DuplexStream) async throws -> Void) async {
        let streams = ports.map { _ in AsyncStream.makeStream(of: ByteBuffer.self) }
        do {
            for (index, port) in ports.enumerated() {
                for channel in [2 * index, 2 * index + 1] {
                    var greeting = ByteBuffer()
                    greeting.writeInteger(UInt16(port), endianness: .little)
                    try await send(channel, greeting)
                }
            }
        } catch {
            return
        }
        await withTaskGroup(of: Bool.self) { group in
            for (index, port) in ports.enumerated() {
                let input = streams[index].stream
                group.addTask {
                    do {
                        try await body(port, DuplexStream(input: input) { try await send(2 * index, $0) })
                    } catch {
                        try? await send(2 * index + 1, ByteBuffer(string: "\(error)"))
                    }
                    return false
                }
            }
            group.addTask {
                for await message in socket.messages { receive(message, streams.map(\.continuation)) }
                for stream in streams { stream.continuation.finish() }
                return true
            }
            var open = ports.count
            for await clientHasLeft in group {
                if clientHasLeft { group.cancelAll() } else { open -= 1 }
                if open == 0 { await socket.close() }
            }
        }
    }

    private func receive(_ message: ByteBuffer, _ inputs: [AsyncStream<ByteBuffer>.Continuation]) {
        let size = message.readableBytes
        defer { socket.consumed(size) }
        var message = message
        guard let channel = message.readInteger(as: UInt8.self), channel % 2 == 0, inputs.indices.contains(Int(channel) / 2) else { return }
        inputs[Int(channel) / 2].yield(message)
    }

    private func send(_ channel: Int, _ bytes: ByteBuffer) async throws {
        var message = ByteBuffer(integer: UInt8(channel))
        message.writeImmutableBuffer(bytes)
        try await socket.send(message)
    }
}
