import NIOCore

/// The connections of a port-forward in the messages of a WebSocket.
///
/// Port number `i` of the query has channel `2i` for data and `2i + 1` for an error; the first message on each is the port as two bytes,
/// little-endian.
///
/// - Source: the `v4.channel.k8s.io` port-forward of Kubernetes' kubelet.
struct PortForwardChannels: Sendable {
    static let protocols = StreamUpgrade.Protocols(
        channels: ["v4.channel.k8s.io", "portforward.k8s.io"], streams: ["portforward.k8s.io"], tunnel: "SPDY/3.1+portforward.k8s.io")

    let socket: MessageConnection
    let ports: [Int]

    /// Connects every port and copies until all have ended or the client has left.
    func run(_ body: @escaping @Sendable (Int, DuplexStream) async throws -> Void) async {
        let socket = socket
        let inputs = ports.map { _ in InputQueue { socket.consumed($0) } }
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
                let input = inputs[index]
                group.addTask {
                    defer { input.abandon() }
                    do {
                        try await body(port, DuplexStream(input: input.stream) { try await send(2 * index, $0) })
                    } catch {
                        try? await send(2 * index + 1, ByteBuffer(string: "\(error)"))
                    }
                    return false
                }
            }
            group.addTask {
                for await message in socket.messages { receive(message, inputs) }
                for input in inputs { input.finish() }
                return true
            }
            var open = ports.count
            for await clientHasLeft in group {
                if clientHasLeft { group.cancelAll() } else { open -= 1 }
                if open == 0 { await socket.close() }
            }
        }
    }

    private func receive(_ message: ByteBuffer, _ inputs: [InputQueue]) {
        var message = message
        let size = message.readableBytes
        guard let channel = message.readInteger(as: UInt8.self), channel % 2 == 0, inputs.indices.contains(Int(channel) / 2) else {
            return socket.consumed(size)
        }
        socket.consumed(1)
        inputs[Int(channel) / 2].put(message)
    }

    private func send(_ channel: Int, _ bytes: ByteBuffer) async throws {
        var message = ByteBuffer(integer: UInt8(channel))
        message.writeImmutableBuffer(bytes)
        try await socket.send(message)
    }
}
