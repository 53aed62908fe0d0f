import DequeModule
import NIOCore
import Synchronization

/// Bytes of one stream on their way from a connection to their reader, who is counted: what it has not taken holds the connection back.
final class InputQueue: Sendable {
    private struct State {
        var pieces: Deque<ByteBuffer> = []
        var hasEnded = false
        /// Nobody reads any more.
        var isAbandoned = false
        var reader: CheckedContinuation<ByteBuffer?, Never>?
    }

    private let state = Mutex(State())
    private let taken: @Sendable (Int) -> Void

    /// - Parameter taken: is told how many bytes have left the queue.
    init(taken: @escaping @Sendable (Int) -> Void) { self.taken = taken }

    /// What the queue hands out, for one reader; ends after ``finish()`` when all is taken.
    var stream: AsyncStream<ByteBuffer> { AsyncStream(unfolding: { await self.next() }, onCancel: { self.abandon() }) }

    var isAbandoned: Bool { state.withLock { $0.isAbandoned } }

    func put(_ piece: ByteBuffer) {
        let size = piece.readableBytes
        let (reader, isDone) = state.withLock { state -> (CheckedContinuation<ByteBuffer?, Never>?, Bool) in
            if state.hasEnded || state.isAbandoned { return (nil, true) }
            defer { state.reader = nil }
            if state.reader == nil { state.pieces.append(piece) }
            return (state.reader, state.reader != nil)
        }
        reader?.resume(returning: piece)
        if isDone { taken(size) }
    }

    /// No more comes.
    func finish() {
        let reader = state.withLock { state in
            state.hasEnded = true
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume(returning: nil)
    }

    /// Nobody reads any more: what waits is thrown away, and so is what still comes.
    func abandon() {
        let (reader, size) = state.withLock { state in
            let size = state.pieces.reduce(0) { $0 + $1.readableBytes }
            state.pieces = []
            state.isAbandoned = true
            defer { state.reader = nil }
            return (state.reader, size)
        }
        reader?.resume(returning: nil)
        if size > 0 { taken(size) }
    }

    private func next() async -> ByteBuffer? {
        let piece = await withCheckedContinuation { (continuation: CheckedContinuation<ByteBuffer?, Never>) in
            let answer = state.withLock { state -> ByteBuffer?? in
                if let piece = state.pieces.popFirst() { return .some(piece) }
                if state.hasEnded || state.isAbandoned { return .some(nil) }
                state.reader = continuation
                return nil
            }
            if let answer {
                if let answer { taken(answer.readableBytes) }
                continuation.resume(returning: answer)
            }
        }
        return piece
    }
}
