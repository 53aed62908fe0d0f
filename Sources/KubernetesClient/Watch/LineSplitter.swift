import NIOCore

/// A line that is longer than its reader allows.
struct LineTooLong: Error, CustomStringConvertible {
    let limit: Int
    var description: String { "a line of the answer is longer than \(limit) bytes" }
}

/// Splits bytes that come in pieces of any size into lines.
struct LineSplitter: Sendable {
    private var buffer = ByteBuffer()
    /// How many of the readable bytes have been searched for a newline already.
    private var searched = 0
    private let limit: Int

    /// - Parameter limit: how long a line may be, in bytes.
    init(limit: Int) { self.limit = limit }

    mutating func append(_ bytes: ByteBuffer) {
        buffer.discardReadBytes()
        buffer.writeImmutableBuffer(bytes)
    }

    /// The next complete line without its newline, nil if there is none yet.
    mutating func next() throws(LineTooLong) -> ByteBuffer? {
        let view = buffer.readableBytesView
        guard let newline = view[(view.startIndex + searched)...].firstIndex(of: UInt8(ascii: "\n")) else {
            searched = view.count
            if searched > limit { throw LineTooLong(limit: limit) }
            return nil
        }
        let length = newline - view.startIndex
        searched = 0
        if length > limit { throw LineTooLong(limit: limit) }
        let line = buffer.readSlice(length: length)
        buffer.moveReaderIndex(forwardBy: 1)
        return line
    }

    /// What came after the last newline; nil if nothing did.
    mutating func rest() -> ByteBuffer? {
        searched = 0
        return buffer.readableBytes == 0 ? nil : buffer.readSlice(length: buffer.readableBytes)
    }
}
