/// What goes wrong between a controller and its API server, by probability.
public struct Faults: Sendable, Hashable {
    /// How long a request takes, half of it before it has its effect.
    public var latency: ClosedRange<Duration>
    /// A request fails with code 500 and has no effect.
    public var failure: Double
    /// A write fails with code 409 and has no effect.
    public var conflict: Double
    /// A write has its effect, but the answer is lost.
    public var lostAnswer: Double
    /// A watch breaks instead of showing an event.
    public var watchCut: Double
    /// A watch goes on, but shows nothing any more.
    public var watchSilence: Double
    /// A watch is refused with code 410.
    public var tooOld: Double

    public init(
        latency: ClosedRange<Duration> = .zero ... .zero, failure: Double = 0, conflict: Double = 0, lostAnswer: Double = 0, watchCut: Double = 0,
        watchSilence: Double = 0, tooOld: Double = 0
    ) {
        self.latency = latency
        self.failure = failure
        self.conflict = conflict
        self.lostAnswer = lostAnswer
        self.watchCut = watchCut
        self.watchSilence = watchSilence
        self.tooOld = tooOld
    }

    public static let none = Faults()
    /// A bad day: some of everything.
    public static let many = Faults(
        latency: .milliseconds(1) ... .milliseconds(400), failure: 0.03, conflict: 0.05, lostAnswer: 0.02, watchCut: 0.02, watchSilence: 0.005,
        tooOld: 0.1)
}
