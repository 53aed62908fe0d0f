import NIOCore

/// Understands the two channels of one forwarded port.
///
/// A value: it is told of each message. Channel 0 carries data, channel 1 the text of an error; each begins with the port in two bytes.
///
/// - Source: kubelet, `pkg/kubelet/cri/streaming/portforward/websocket.go`.
struct PortForwardReader: Sendable {
    struct Failure: Error, Equatable {
        /// In the words of the node.
        let text: String
    }
    static let data: UInt8 = 0
    static let error: UInt8 = 1

    private var portBytesMissing: [UInt8: Int] = [data: 2, error: 2]

    /// - Returns: bytes from the port; nil if the message holds none.
    mutating func receive(_ message: ChannelMessage) throws(Failure) -> [UInt8]? {
        guard let missing = portBytesMissing[message.channel] else { return nil }
        var bytes = Array(message.bytes.readableBytesView)
        let skipped = min(missing, bytes.count)
        bytes.removeFirst(skipped)
        portBytesMissing[message.channel] = missing - skipped
        guard !bytes.isEmpty else { return nil }
        if message.channel == Self.data { return bytes }
        throw Failure(text: String(decoding: bytes, as: UTF8.self))
    }
}
