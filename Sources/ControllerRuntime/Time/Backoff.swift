/// How long to wait before the next try: longer after each failure, up to a limit, and never the same for two that failed together.
public struct Backoff: Sendable, Hashable {
    /// The wait after the first failure.
    public var first: Duration
    /// What each further failure multiplies it with.
    public var factor: Double
    /// The longest wait.
    public var limit: Duration
    /// The part of a wait that chance may take away, 0 to 1.
    public var jitter: Double

    public init(first: Duration, factor: Double = 2, limit: Duration, jitter: Double = 0.25) {
        self.first = first
        self.factor = factor
        self.limit = limit
        self.jitter = jitter
    }

    /// For a key whose reconcile failed: half a second, doubling up to two minutes.
    ///
    /// A failure is mostly a conflict or an API server that is away for a moment. Two minutes are what a person who has repaired something
    /// is willing to wait.
    public static let reconcile = Backoff(first: .milliseconds(500), limit: .seconds(120))
    /// For a list or watch that failed: 0.8 seconds, doubling up to 30 seconds, as client-go does.
    public static let watch = Backoff(first: .milliseconds(800), limit: .seconds(30))

    /// The wait after a number of failures in a row.
    ///
    /// - Parameter failures: 1 after the first; 0 waits not at all.
    public func delay(afterFailures failures: Int, random: inout SplitMix64) -> Duration {
        guard failures > 0 else { return .zero }
        var delay = first.seconds
        let limit = limit.seconds
        var left = failures - 1
        while left > 0, delay < limit {
            delay *= factor
            left -= 1
        }
        delay = min(delay, limit)
        return .milliseconds(Int64(delay * (1 - jitter * random.unit()) * 1000))
    }
}

/// A generator of random numbers that gives the same numbers for the same seed: Steele, Lea and Flood's SplitMix64.
///
/// Not for secrets.
public struct SplitMix64: RandomNumberGenerator, Sendable, Hashable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    /// A generator with a seed from the system.
    public static func seededBySystem() -> SplitMix64 {
        var system = SystemRandomNumberGenerator()
        return SplitMix64(seed: system.next())
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, but not including, 1.
    public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Whether something happens that happens with this probability.
    public mutating func happens(_ probability: Double) -> Bool { unit() < probability }

    /// A duration within bounds, in whole milliseconds.
    public mutating func duration(in bounds: ClosedRange<Duration>) -> Duration {
        bounds.lowerBound + .milliseconds(Int64(unit() * (bounds.upperBound - bounds.lowerBound).seconds * 1000))
    }
}
