import NIOCore
import Synchronization

@testable import LocalNode

/// A client's side of a session with a program in a container.
final class Conversation: Sendable {
    private let texts = Mutex((output: "", error: ""))
    private let inputs: AsyncStream<ByteBuffer>.Continuation
    private let sizes: AsyncStream<(columns: Int, rows: Int)>.Continuation
    private let input: AsyncStream<ByteBuffer>
    private let resizes: AsyncStream<(columns: Int, rows: Int)>

    init() {
        (input, inputs) = AsyncStream.makeStream()
        (resizes, sizes) = AsyncStream.makeStream()
    }

    var output: String { texts.withLock { $0.output } }
    var error: String { texts.withLock { $0.error } }

    var session: NodeSession {
        NodeSession(
            input: input, resizes: resizes, output: { bytes in self.texts.withLock { $0.output += String(buffer: bytes) } },
            error: { bytes in self.texts.withLock { $0.error += String(buffer: bytes) } })
    }

    func type(_ text: String) { inputs.yield(ByteBuffer(string: text)) }
    func closeInput() { inputs.finish() }
    func resize(columns: Int, rows: Int) { sizes.yield((columns, rows)) }
    var allInput: AsyncStream<ByteBuffer> { input }
    func take(_ bytes: ByteBuffer) { texts.withLock { $0.output += String(buffer: bytes) } }
}
