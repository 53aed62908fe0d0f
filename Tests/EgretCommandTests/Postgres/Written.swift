import Synchronization

/// Keeps what is written.
final class Written: Sendable {
    private let pieces = Mutex("")
    func add(_ text: String) { pieces.withLock { $0 += text } }
    var text: String { pieces.withLock { $0 } }
}
