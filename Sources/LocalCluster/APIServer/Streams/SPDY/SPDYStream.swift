import NIOCore

/// A stream that the client has opened.
struct SPDYStream: Sendable {
    let id: UInt32
    let headers: [String: String]
    /// What the client sends, for one reader; ends when the client sends no more or is gone.
    let input: AsyncStream<ByteBuffer>
    /// Ends when the client has reset the stream or is gone: nobody waits for it any more.
    let isWanted: AsyncStream<Void>

    private let connection: MessageConnection
    private let queue: InputQueue
    private let wanting: AsyncStream<Void>.Continuation

    init(id: UInt32, headers: [String: String], connection: MessageConnection) {
        self.id = id
        self.headers = headers
        self.connection = connection
        let queue = InputQueue { connection.consumed($0) }
        self.queue = queue
        input = queue.stream
        (isWanted, wanting) = AsyncStream.makeStream()
    }

    /// Sends bytes; returns when they are handed to the operating system.
    func write(_ bytes: ByteBuffer) async throws {
        var bytes = bytes
        while let piece = bytes.readSlice(length: min(bytes.readableBytes, Self.pieceLimit)), piece.readableBytes > 0 {
            try await connection.send(SPDYFrames.data(stream: id, piece, isLast: false))
        }
    }

    /// Says that no more comes, and reads no more; once.
    func finish() async {
        try? await connection.send(SPDYFrames.data(stream: id, ByteBuffer(), isLast: true))
        queue.abandon()
    }

    /// Refuses the stream.
    func reject() async {
        try? await connection.send(SPDYFrames.reset(stream: id, .refused))
        queue.abandon()
    }

    /// The largest piece that is sent in one frame, in bytes.
    private static let pieceLimit = 256 << 10

    // MARK: For the session

    /// The server has finished with it.
    var isDone: Bool { queue.isAbandoned }

    func receive(_ bytes: ByteBuffer) { queue.put(bytes) }

    func receiveEnd() { queue.finish() }

    func receiveReset() {
        queue.finish()
        wanting.finish()
    }
}
