import FoundationEssentials
public import KubernetesModel

/// The two clocks of a controller: one that never jumps, for waiting, and the wall's, for what is written into objects.
///
/// Everything in this library takes its time from here, so that a test which brings its own clock decides what time it is.
public protocol RuntimeClock: Sendable {
    /// Time since a fixed but arbitrary start; never goes back.
    var now: Duration { get }
    /// The time of day, with microseconds.
    var date: Timestamp { get }
    /// Waits until ``now`` has reached a time. Returns at once if it has passed.
    ///
    /// - Throws: `CancellationError` when the task is cancelled.
    func sleep(until deadline: Duration) async throws
}

extension RuntimeClock {
    /// Waits for a duration.
    ///
    /// - Throws: `CancellationError` when the task is cancelled.
    public func sleep(for duration: Duration) async throws { try await sleep(until: now + duration) }
}

/// The machine's clocks.
public struct SystemClock: RuntimeClock {
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant

    public init() { start = clock.now }

    public var now: Duration { clock.now - start }

    public var date: Timestamp {
        Timestamp(microsecondsSince1970: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }

    public func sleep(until deadline: Duration) async throws {
        try await clock.sleep(until: start + deadline, tolerance: nil)
    }
}

extension Duration {
    /// The duration in seconds, as metrics have it.
    var seconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
