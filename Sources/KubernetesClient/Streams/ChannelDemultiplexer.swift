import NIOCore
import NIOWebSocket

/// A piece of one of the channels that share a WebSocket.
struct ChannelMessage: Sendable, Equatable {
    /// Number of the channel.
    let channel: UInt8
    let bytes: ByteBuffer
}

/// Finds the channels in the frames of a WebSocket.
///
/// The first byte of each message is the number of its channel. A message may come in several frames; their parts are passed on as they come.
///
/// - Source: Kubernetes documentation, "RemoteCommand Subprotocols"; RFC 6455, section 5.4.
struct ChannelDemultiplexer: Sendable {
    struct ProtocolViolation: Error, CustomStringConvertible { let description: String }

    private enum State: Sendable {
        /// The next frame begins a message.
        case between
        /// Within a message of which no byte has come yet.
        case beforeChannel
        case within(channel: UInt8)
    }
    private var state = State.between

    /// - Parameters:
    ///   - isContinuation: the frame goes on with the message before.
    ///   - isFinal: the frame ends its message.
    /// - Returns: what it holds; nil for nothing.
    mutating func receive(isContinuation: Bool, isFinal: Bool, _ payload: ByteBuffer) throws(ProtocolViolation) -> ChannelMessage? {
        var payload = payload
        let channel: UInt8?
        switch (state, isContinuation) {
        case (.between, false), (.beforeChannel, true): channel = payload.readInteger()
        case (.within(let known), true): channel = known
        case (.between, true): throw ProtocolViolation(description: "the server continued a message that it had not begun")
        case (_, false): throw ProtocolViolation(description: "the server began a message within another")
        }
        state = isFinal ? .between : channel.map { .within(channel: $0) } ?? .beforeChannel
        guard let channel, payload.readableBytes > 0 else { return nil }
        return ChannelMessage(channel: channel, bytes: payload)
    }
}
