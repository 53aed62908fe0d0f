import DequeModule
import NIOCore

/// The server's side of a SPDY/3.1 connection whose client opens streams.
///
/// While ``next()`` waits it deals with the frames of the streams that exist: it must be called until it returns nil.
struct SPDYSession {
    private struct Known {
        let stream: SPDYStream
        /// The client sends no more.
        var hasEnded: Bool
    }

    private let connection: MessageConnection
    private var messages: AsyncStream<ByteBuffer>.Iterator
    private var reader: SPDYFrameReader
    private let replies: SPDYHeaderWriter
    private var streams: [UInt32: Known] = [:]
    /// With so many streams, those that both sides have ended are forgotten.
    private var limitOfKnown = 64
    private var opened: Deque<SPDYStream> = []
    private var lastStream: UInt32 = 0
    private var hasEnded = false

    init(_ connection: MessageConnection) throws(SPDYError) {
        self.connection = connection
        messages = connection.messages.makeAsyncIterator()
        reader = try SPDYFrameReader()
        replies = try SPDYHeaderWriter()
    }

    /// The next stream that the client opens; nil when it has gone or broken the protocol, and all streams have ended with it.
    mutating func next() async -> SPDYStream? {
        while true {
            if let stream = opened.popFirst() { return stream }
            guard !hasEnded, let message = await messages.next() else { break }
            do {
                try await take(message)
            } catch {
                if error is SPDYError { try? await connection.send(SPDYFrames.goAway(lastStream: lastStream)) }
                hasEnded = true
            }
        }
        hasEnded = true
        for known in streams.values { known.stream.receiveReset() }
        streams = [:]
        return nil
    }

    private mutating func take(_ message: ByteBuffer) async throws {
        let frames = try reader.take(message)
        // What goes to the readers of streams counts until they take it. A frame may have begun in an earlier message: the sum is right in the end.
        var passedOn = 0
        defer { connection.consumed(message.readableBytes - passedOn) }
        for frame in frames {
            switch frame {
            case .open(let id, let headers, let isLast): try await open(id, headers, isLast: isLast)
            case .data(let id, let bytes, let isLast):
                guard let known = streams[id] else {
                    try await connection.send(SPDYFrames.reset(stream: id, .invalidStream))
                    continue
                }
                if bytes.readableBytes > 0 {
                    passedOn += bytes.readableBytes
                    known.stream.receive(bytes)
                }
                if isLast { end(id) }
            case .reset(let id): streams.removeValue(forKey: id)?.stream.receiveReset()
            case .ping(let number): if number % 2 == 1 { try await connection.send(SPDYFrames.ping(number)) }
            case .goAway: break  // the client opens no more; it closes when it is done
            }
        }
    }

    private mutating func open(_ id: UInt32, _ headers: [String: String], isLast: Bool) async throws {
        guard id % 2 == 1, id > lastStream else { throw SPDYError("the client opens stream \(id) after \(lastStream): use the next odd number") }
        lastStream = id
        let stream = SPDYStream(id: id, headers: headers, connection: connection)
        try await connection.send(SPDYFrames.reply(stream: id, headerBlock: try replies.write([:])))
        if streams.count >= limitOfKnown {
            streams = streams.filter { !$0.value.hasEnded || !$0.value.stream.isDone }
            limitOfKnown = 2 * streams.count + 64
        }
        streams[id] = Known(stream: stream, hasEnded: false)
        opened.append(stream)
        if isLast { end(id) }
    }

    /// The client sends no more on a stream; it may still read, and still reset it.
    private mutating func end(_ id: UInt32) {
        streams[id]?.hasEnded = true
        streams[id]?.stream.receiveEnd()
    }
}
