public import ControllerRuntime
public import KubernetesModel
import Synchronization

/// A clock that stands still until it is told to go on.
public final class TestClock: RuntimeClock {
    private struct Sleeper {
        var deadline: Duration
        var number: Int
        var continuation: CheckedContinuation<Void, any Error>
    }
    private struct State {
        var now = Duration.zero
        var nextNumber = 0
        var sleepers: [Sleeper] = []
    }
    private let state = Mutex(State())
    private let start: Timestamp

    /// - Parameter date: the time of day when ``now`` is zero.
    public init(date: Timestamp = Timestamp(microsecondsSince1970: 1_767_225_600_000_000)) { start = date }

    public var now: Duration { state.withLock { $0.now } }
    public var date: Timestamp { start.adding(now) }

    /// When the next sleeper is to be woken; nil if nobody sleeps.
    public var nextDeadline: Duration? { state.withLock { $0.sleepers.map(\.deadline).min() } }

    public func sleep(until deadline: Duration) async throws {
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result: Result<Void, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if deadline <= state.now { return .success(()) }
                    state.sleepers.append(Sleeper(deadline: deadline, number: number, continuation: continuation))
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                state.sleepers.firstIndex { $0.number == number }.map { state.sleepers.remove(at: $0) }
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Sets the time and wakes, in the order of their deadlines, all whose deadline it is. Time never goes back.
    public func advance(to time: Duration) {
        let woken = state.withLock { state in
            state.now = max(state.now, time)
            let now = state.now
            let due = state.sleepers.filter { $0.deadline <= now }
            state.sleepers.removeAll { $0.deadline <= now }
            return due.sorted { ($0.deadline, $0.number) < ($1.deadline, $1.number) }
        }
        for sleeper in woken { sleeper.continuation.resume() }
    }
}
