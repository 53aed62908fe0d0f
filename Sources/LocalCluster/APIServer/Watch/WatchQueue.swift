import DequeModule
import Synchronization

/// The changes that one watch has not yet sent, and the wake-up of the task that sends them.
///
/// The store offers changes and never waits. A consumer that is more than ``capacity`` changes behind is cut off: its queue ends, the
/// connection closes, and the client goes on from where it was.
final class WatchQueue: Sendable {
    /// Changes are references, so this bounds time rather than memory: a client that is so far behind does better to list again.
    static let capacity = 8_192

    /// What the consumer has to do.
    enum Wakeup: Sendable {
        case changes([Change])
        /// A bookmark is due.
        case bookmark
        /// The watch is over.
        case end
    }

    private struct State {
        var changes: Deque<Change> = []
        var bookmarkIsDue = false
        var isFinished = false
        var consumer: CheckedContinuation<Void, Never>?
        var overflow: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// Sets what is done when the consumer is cut off, for one that is stuck in a write.
    func onOverflow(_ action: @escaping @Sendable () -> Void) { state.withLock { $0.overflow = action } }

    func offer(_ change: Change) {
        var overflow: (@Sendable () -> Void)?
        wake { state in
            guard !state.isFinished else { return }
            if state.changes.count >= Self.capacity {
                state.changes = []
                state.isFinished = true
                overflow = state.overflow
            } else {
                state.changes.append(change)
            }
        }
        overflow?()
    }

    func requestBookmark() { wake { $0.bookmarkIsDue = true } }

    /// Ends the watch; changes that are waiting are still sent.
    func finish() { wake { $0.isFinished = true } }

    private func wake(_ change: (inout State) -> Void) {
        state.withLock { state in
            change(&state)
            defer { state.consumer = nil }
            return state.consumer
        }?.resume()
    }

    /// Waits for the next thing to do. One consumer at a time.
    func next() async -> Wakeup {
        while true {
            if Task.isCancelled { return .end }
            if let wakeup = take() { return wakeup }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let isReady = state.withLock { state in
                        let isReady = !state.changes.isEmpty || state.bookmarkIsDue || state.isFinished
                        if !isReady { state.consumer = continuation }
                        return isReady
                    }
                    if isReady { continuation.resume() }
                }
            } onCancel: {
                finish()
            }
        }
    }

    private func take() -> Wakeup? {
        state.withLock { state in
            if !state.changes.isEmpty {
                defer { state.changes = [] }
                return .changes(Array(state.changes))
            }
            if state.isFinished { return .end }
            if state.bookmarkIsDue {
                state.bookmarkIsDue = false
                return .bookmark
            }
            return nil
        }
    }
}
