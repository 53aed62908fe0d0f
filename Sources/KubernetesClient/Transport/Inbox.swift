import NIOCore
import Synchronization

/// A bounded queue from an event loop to one task.
///
/// Flow: the event loop offers elements, the task takes them with ``next()``. Above the limit ``offer(_:size:)`` says so, and the producer
/// stops reading from the network until `onRoom` is called. When the task is cancelled, the rest is dropped and `onAbandon` is called.
/// Assumption: one task takes elements.
final class Inbox<Element: Sendable>: Sendable {
    private struct State {
        var elements = CircularBuffer<(element: Element, size: Int)>()
        var size = 0
        var isHeld = false
        var end: Result<Void, any Error>?
        var waiter: CheckedContinuation<Element?, any Error>?
        var onRoom: (@Sendable () -> Void)?
        var onAbandon: (@Sendable () -> Void)?
    }
    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: how much may wait, in the unit of the elements' sizes, before the producer should pause.
    init(limit: Int) { self.limit = limit }

    func onRoom(_ action: @escaping @Sendable () -> Void) { state.withLock { $0.onRoom = action } }

    func onAbandon(_ action: @escaping @Sendable () -> Void) { state.withLock { $0.onAbandon = action } }

    /// Whether more waits than the limit allows.
    var isHeld: Bool { state.withLock { $0.isHeld } }

    func offer(_ element: Element, size: Int) {
        let waiter = state.withLock { state -> CheckedContinuation<Element?, any Error>? in
            guard state.end == nil else { return nil }
            if let waiter = state.waiter {
                state.waiter = nil
                return waiter
            }
            state.elements.append((element, size))
            state.size += size
            if state.size > limit { state.isHeld = true }
            return nil
        }
        waiter?.resume(returning: element)
    }

    /// Ends the queue: what waits is still delivered, then nil or the error. Only the first end counts.
    func finish(throwing error: (any Error)? = nil) {
        let waiter = state.withLock { state -> CheckedContinuation<Element?, any Error>? in
            guard state.end == nil else { return nil }
            state.end = error.map { .failure($0) } ?? .success(())
            state.onRoom = nil
            state.onAbandon = nil
            let waiter = state.waiter
            state.waiter = nil
            return waiter
        }
        guard let waiter else { return }
        if let error { waiter.resume(throwing: error) } else { waiter.resume(returning: nil) }
    }

    /// The next element, nil at the end.
    ///
    /// - Throws: the error that the queue ended with, or `CancellationError`.
    func next() async throws -> Element? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                var onRoom: (@Sendable () -> Void)?
                let result = state.withLock { state -> Result<Element?, any Error>? in
                    if let (element, size) = state.elements.popFirst() {
                        state.size -= size
                        if state.isHeld, state.size <= limit / 2 {
                            state.isHeld = false
                            onRoom = state.onRoom
                        }
                        return .success(element)
                    }
                    switch state.end {
                    case .success: return .success(nil)
                    case .failure(let error): return .failure(error)
                    case nil:
                        state.waiter = continuation
                        return nil
                    }
                }
                onRoom?()
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            abandon()
        }
    }

    private func abandon() {
        let (waiter, onAbandon) = state.withLock { state in
            let found = (state.waiter, state.onAbandon)
            state.elements.removeAll()
            state.waiter = nil
            state.onRoom = nil
            state.onAbandon = nil
            if state.end == nil { state.end = .failure(CancellationError()) }
            return found
        }
        onAbandon?()
        waiter?.resume(throwing: CancellationError())
    }
}
