import NIOCore

/// What a client sends in SPDY/3.1, as far as Kubernetes' streams use it.
enum SPDYFrame: Sendable, Hashable {
    /// SYN_STREAM.
    case open(stream: UInt32, headers: [String: String], isLast: Bool)
    case data(stream: UInt32, bytes: ByteBuffer, isLast: Bool)
    /// RST_STREAM.
    case reset(stream: UInt32)
    case ping(UInt32)
    case goAway
}

/// The connection cannot go on: what was received is no SPDY, or not what a client may send.
struct SPDYError: Error, Sendable, Hashable, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Cuts the bytes of a connection into frames.
///
/// - Source: SPDY Protocol, draft 3.1, sections 2.2 and 2.6.
struct SPDYFrameReader {
    /// The largest frame that is accepted, in bytes; clients send 32 KiB at most.
    static let frameLimit = 1 << 20

    private var pending = ByteBuffer()
    private let headers: SPDYHeaderReader

    init() throws(SPDYError) { headers = try SPDYHeaderReader() }

    /// Takes in what arrived.
    ///
    /// - Returns: the frames that it completes; those that need no answer are left out.
    mutating func take(_ bytes: ByteBuffer) throws(SPDYError) -> [SPDYFrame] {
        pending.writeImmutableBuffer(bytes)
        var frames: [SPDYFrame] = []
        while let first: UInt32 = pending.getInteger(at: pending.readerIndex),
            let second: UInt32 = pending.getInteger(at: pending.readerIndex + 4)
        {
            let length = Int(second & 0xFF_FFFF)
            guard length <= Self.frameLimit else { throw SPDYError("a frame has \(length) bytes: at most \(Self.frameLimit) are accepted") }
            guard pending.readableBytes >= 8 + length else { break }
            pending.moveReaderIndex(forwardBy: 8)
            var payload = pending.readSlice(length: length) ?? ByteBuffer()
            let isLast = second >> 24 & 1 == 1
            if first >> 31 == 0 {
                frames.append(.data(stream: first, bytes: payload, isLast: isLast))
            } else if let frame = try control(version: first >> 16 & 0x7FFF, type: first & 0xFFFF, isLast: isLast, &payload) {
                frames.append(frame)
            }
        }
        pending.discardReadBytes()
        return frames
    }

    private func control(version: UInt32, type: UInt32, isLast: Bool, _ payload: inout ByteBuffer) throws(SPDYError) -> SPDYFrame? {
        guard version == 3 else { throw SPDYError("a frame is of version \(version) of SPDY: use 3") }
        func number() throws(SPDYError) -> UInt32 {
            guard let number: UInt32 = payload.readInteger() else { throw SPDYError("a control frame of type \(type) is too short") }
            return number
        }
        switch type {
        case 1:
            let stream = try number() & 0x7FFF_FFFF
            _ = try number()  // the stream that it belongs to: none
            guard payload.readInteger(as: UInt16.self) != nil else { throw SPDYError("a control frame of type 1 is too short") }
            return .open(stream: stream, headers: try headers.read(payload), isLast: isLast)
        case 3: return .reset(stream: try number() & 0x7FFF_FFFF)
        case 6: return .ping(try number())
        case 7: return .goAway
        case 8:
            // More headers of a stream say nothing to us, but the compression goes on over them.
            _ = try number()
            _ = try headers.read(payload)
            return nil
        default: return nil  // settings and windows: Kubernetes' clients keep no account of either
        }
    }
}

/// The frames that a server sends, as bytes.
enum SPDYFrames {
    /// Why a stream is reset.
    enum ResetReason: UInt32 { case protocolError = 1, invalidStream = 2, refused = 3, internalError = 6 }

    /// SYN_REPLY: the stream is accepted.
    static func reply(stream: UInt32, headerBlock: [UInt8]) -> ByteBuffer {
        var frame = control(type: 2, length: 4 + headerBlock.count)
        frame.writeInteger(stream)
        frame.writeBytes(headerBlock)
        return frame
    }

    static func data(stream: UInt32, _ bytes: ByteBuffer, isLast: Bool) -> ByteBuffer {
        var frame = ByteBuffer()
        frame.reserveCapacity(8 + bytes.readableBytes)
        frame.writeInteger(stream)
        frame.writeInteger(UInt32(bytes.readableBytes) | (isLast ? 1 << 24 : 0))
        frame.writeImmutableBuffer(bytes)
        return frame
    }

    static func reset(stream: UInt32, _ reason: ResetReason) -> ByteBuffer {
        var frame = control(type: 3, length: 8)
        frame.writeInteger(stream)
        frame.writeInteger(reason.rawValue)
        return frame
    }

    static func ping(_ number: UInt32) -> ByteBuffer {
        var frame = control(type: 6, length: 4)
        frame.writeInteger(number)
        return frame
    }

    /// GOAWAY because of an error of the protocol.
    static func goAway(lastStream: UInt32) -> ByteBuffer {
        var frame = control(type: 7, length: 8)
        frame.writeInteger(lastStream)
        frame.writeInteger(UInt32(1))
        return frame
    }

    private static func control(type: UInt32, length: Int) -> ByteBuffer {
        var frame = ByteBuffer()
        frame.writeInteger(0x8003_0000 | type)
        frame.writeInteger(UInt32(length))
        return frame
    }
}
