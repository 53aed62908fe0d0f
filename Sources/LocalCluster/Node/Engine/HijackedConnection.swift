import NIOCore
import NIOPosix

/// A connection to podman that has become a plain stream of bytes both ways.
struct HijackedConnection: Sendable {
    let channel: ByteChannel

    /// Asks for a stream.
    ///
    /// - Parameter path: path and query of a POST request.
    static func open(socketPath: String, path: String) async throws -> HijackedConnection {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(unixDomainSocketPath: socketPath) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try ByteChannel(wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        let request = "POST \(path) HTTP/1.1\r\nHost: podman\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n"
        try await channel.channel.writeAndFlush(ByteBuffer(string: request))
        return HijackedConnection(channel: channel)
    }
}

/// Takes the head of an HTTP answer off the beginning of a stream.
struct AnswerHead {
    private var pending = ByteBuffer()
    private(set) var isComplete = false

    /// - Returns: what follows the head.
    /// - Throws: ``ConnectionFailure`` if the server did not agree to a stream.
    mutating func take(_ bytes: ByteBuffer) throws -> ByteBuffer {
        if isComplete { return bytes }
        var bytes = bytes
        pending.writeBuffer(&bytes)
        let text = pending.readableBytesView
        guard let end = text.indices.dropLast(3).first(where: { text[$0...].starts(with: Array("\r\n\r\n".utf8)) }) else { return ByteBuffer() }
        isComplete = true
        let head = String(decoding: text[..<end], as: UTF8.self)
        let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        guard status == 101 || status == 200 else { throw ConnectionFailure(problem: "podman answered \(head.prefix { $0 != "\r" })") }
        pending.moveReaderIndex(forwardBy: end - text.startIndex + 4)
        return pending.slice()
    }
}

/// Takes the two outputs of a container without a terminal apart: each piece has a head of 8 bytes with its stream and length.
struct OutputFrames {
    private var pending = ByteBuffer()

    mutating func take(_ bytes: ByteBuffer) -> [(isError: Bool, bytes: ByteBuffer)] {
        var bytes = bytes
        pending.writeBuffer(&bytes)
        var result: [(Bool, ByteBuffer)] = []
        while let stream: UInt8 = pending.getInteger(at: pending.readerIndex),
            let length: UInt32 = pending.getInteger(at: pending.readerIndex + 4), pending.readableBytes >= 8 + Int(length)
        {
            pending.moveReaderIndex(forwardBy: 8)
            if let slice = pending.readSlice(length: Int(length)) { result.append((stream == 2, slice)) }
        }
        pending.discardReadBytes()
        return result
    }
}
